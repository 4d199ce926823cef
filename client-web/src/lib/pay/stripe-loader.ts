import type { Stripe } from '@stripe/stripe-js';

/** Stripe.js, or what stands in for it: stripe-js takes a `window.Stripe` that is already there. */
export async function loadStripeJs(publishableKey: string, standInUrl: string | null): Promise<Stripe> {
  if (standInUrl) await appendScript(standInUrl);
  const { loadStripe } = await import('@stripe/stripe-js/pure');
  const stripe = await loadStripe(publishableKey);
  if (!stripe) throw new Error('Stripe.js did not load');
  return stripe;
}

const appended = new Map<string, Promise<void>>();

function appendScript(url: string): Promise<void> {
  let loaded = appended.get(url);
  if (!loaded) {
    loaded = new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = url;
      // Any script of ours carries the page's nonce.
      script.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
      script.onload = () => resolve();
      script.onerror = () => {
        appended.delete(url);
        reject(new Error('The payment script did not load'));
      };
      document.head.append(script);
    });
    appended.set(url, loaded);
  }
  return loaded;
}
