import type Stripe from 'stripe';
import type { StripeAccount } from './stripe-state.ts';

const NO_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
const NOTHING_DUE = { alternatives: [], current_deadline: null, currently_due: [], disabled_reason: null, errors: [], eventually_due: [], past_due: [], pending_verification: [] };

export function presentAccount({ id, created, profile, paymentMethodTypes }: StripeAccount): Stripe.Account {
  const isActive = (type: string) => (paymentMethodTypes.some((known) => known === type) ? 'active' as const : 'inactive' as const);
  return {
    id,
    object: 'account',
    business_profile: { annual_revenue: null, estimated_worker_count: null, mcc: '7392', minority_owned_business_designation: null, name: profile.businessName, product_description: null, specified_commercial_transactions_act_url: null, support_address: NO_ADDRESS, support_email: null, support_phone: null, support_url: null, url: null },
    business_type: null,
    capabilities: { card_payments: isActive('card'), sepa_debit_payments: isActive('sepa_debit'), transfers: 'active', us_bank_account_ach_payments: isActive('us_bank_account') },
    charges_enabled: profile.chargesEnabled,
    controller: { type: 'account' },
    country: profile.country,
    created,
    default_currency: profile.defaultCurrency,
    details_submitted: true,
    email: 'owner@example.com',
    external_accounts: { object: 'list', data: [], has_more: false, url: `/v1/accounts/${id}/external_accounts` },
    future_requirements: NOTHING_DUE,
    metadata: {},
    payouts_enabled: profile.payoutsEnabled,
    requirements: NOTHING_DUE,
    settings: {
      bacs_debit_payments: { display_name: null, service_user_number: null },
      branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
      card_issuing: { tos_acceptance: { date: null, ip: null } },
      card_payments: { decline_on: { avs_failure: false, cvc_failure: true }, statement_descriptor_prefix: null, statement_descriptor_prefix_kana: null, statement_descriptor_prefix_kanji: null },
      dashboard: { display_name: profile.businessName, timezone: 'Etc/UTC' },
      invoices: { default_account_tax_ids: null, hosted_payment_method_save: 'never' },
      payments: { statement_descriptor: 'STRIPE SIMULATOR', statement_descriptor_kana: null, statement_descriptor_kanji: null, statement_descriptor_prefix_kana: null, statement_descriptor_prefix_kanji: null },
      payouts: { debit_negative_balances: true, schedule: { delay_days: 2, interval: 'daily' }, statement_descriptor: null },
      sepa_debit_payments: {},
    },
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: 'standard',
  };
}

/** `ba_…_eur`: where the payouts of one currency go. */
export function presentBankAccount(account: StripeAccount, id: string): Stripe.BankAccount {
  return {
    id,
    object: 'bank_account',
    account: account.id,
    account_holder_name: null,
    account_holder_type: null,
    account_type: null,
    available_payout_methods: ['standard'],
    bank_name: 'STRIPE TEST BANK',
    country: account.profile.country,
    currency: id.split('_').at(-1)!,
    customer: null,
    default_for_currency: true,
    fingerprint: null,
    last4: '6789',
    metadata: {},
    routing_number: '110000000',
    status: 'new',
  };
}
