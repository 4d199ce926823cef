/** Postmark hands what stands behind the plus over as `MailboxHash`. */
export function replyAddress(inboundAddress: string, token: string): string {
  const at = inboundAddress.lastIndexOf('@');
  return `${inboundAddress.slice(0, at)}+${token}${inboundAddress.slice(at)}`;
}

const TOKEN = /\+([0-9a-f]{32})@/gi;

/** Every reply token among addresses, wherever in a header they stand. */
export const replyTokensIn = (addresses: string) =>
  [...addresses.matchAll(TOKEN)].map((match) => (match[1] ?? '').toLowerCase());
