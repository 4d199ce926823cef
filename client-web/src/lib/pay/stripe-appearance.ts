import type { Appearance } from '@stripe/stripe-js';

/** The Payment Element lives in Stripe's frame: it is told our colours as they are now. */
export function stripeAppearance(): Appearance {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  return {
    theme: dark ? 'night' : 'stripe',
    variables: {
      colorPrimary: color('--accent-ink'),
      colorBackground: color('--surface'),
      colorText: color('--ink'),
      colorTextSecondary: color('--ink-muted'),
      colorDanger: color('--danger'),
      fontFamily: 'Inter, system-ui, sans-serif',
      fontSizeBase: '14px',
      borderRadius: '6px',
      spacingUnit: '4px',
    },
    rules: {
      '.Label': { fontWeight: '500' },
      '.Input': { border: `1px solid ${color('--control')}`, boxShadow: 'none' },
      '.Input--invalid': { border: `1px solid ${color('--danger')}` },
      '.Tab': { border: `1px solid ${color('--line-strong')}`, boxShadow: 'none' },
      '.Tab--selected': { border: `1px solid ${color('--accent-ink')}` },
    },
  };
}

/** A token's value in the theme at hand: Stripe takes plain colours, not light-dark(). */
function color(token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  (document.querySelector('[data-brand]') ?? document.body).append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
