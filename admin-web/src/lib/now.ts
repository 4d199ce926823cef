import { createSubscriber } from 'svelte/reactivity';

const everyMinute = createSubscriber((update) => {
  const timer = setInterval(update, 60_000);
  return () => clearInterval(timer);
});

/** The present, read again each minute by what shows it. */
export function now(): number {
  everyMinute();
  return Date.now();
}
