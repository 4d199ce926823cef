import type { StripeAccount } from './stripe-state.ts';

/** What the account's owner has switched on in the dashboard: https://docs.stripe.com/api/payment_method_configurations */
export function presentConfigurations({ id, paymentMethodTypes }: StripeAccount): object {
  const setting = (type: string) => {
    const isOn = paymentMethodTypes.some((known) => known === type);
    return { available: isOn, display_preference: { overridable: null, preference: isOn ? 'on' : 'off', value: isOn ? 'on' : 'off' } };
  };
  const configuration = {
    id: `pmc_${id.slice('acct_'.length)}`,
    object: 'payment_method_configuration',
    active: true,
    application: null,
    card: setting('card'),
    is_default: true,
    livemode: false,
    name: 'Default',
    parent: null,
    sepa_debit: setting('sepa_debit'),
    us_bank_account: setting('us_bank_account'),
  };
  return { object: 'list', data: [configuration], has_more: false, url: '/v1/payment_method_configurations' };
}
