/** 2.9 % and 30 minor units, rounded half up, in integers. */
export function calculateFee(amount: number): { fee: number; net: number } {
  const fee = Math.min(amount, Math.floor((amount * 29 + 500) / 1000) + 30);
  return { fee, net: amount - fee };
}
