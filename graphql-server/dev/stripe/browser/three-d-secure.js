// Stands in for the page of a bank that asks its customer to approve a payment.
let port = null;

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.origin !== location.origin || event.data?.['stripe-simulator'] !== 'init') return;
  [port] = event.ports;
  const { amount, currency } = event.data;
  // Stripe writes these with two decimals still.
  const digits = ['isk', 'ugx'].includes(currency) ? { minimumFractionDigits: 2 } : {};
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency, ...digits });
  document.getElementById('amount').textContent = format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
  document.getElementById('title').focus();
});

for (const button of document.querySelectorAll('button')) {
  button.addEventListener('click', () => port?.postMessage({ outcome: button.dataset.outcome }));
}
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') port?.postMessage({ outcome: 'fail' });
});
