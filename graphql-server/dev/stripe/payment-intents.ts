import { attemptPayment, callBack } from './attempt-payment.ts';
import { checkAmount, checkCurrency } from './check-amount.ts';
import { booleanOf, type FormParams, groupOf, integerOf, listOf, metadataOf, refuseUnknown, requiredText, textOf } from './form-encoding.ts';
import { invalidRequest, noSuch, type StripeFailure } from './stripe-failure.ts';
import { randomText, stripeId } from './stripe-id.ts';
import type { StoredPaymentIntent, StoredPaymentMethod } from './stripe-state.ts';
import type { Scene } from './scene.ts';
import { paymentMethodFrom, testPaymentMethod } from './test-payment-methods.ts';

// https://docs.stripe.com/api/payment_intents/create
const CHOICE = ['allowed_payment_method_types', 'excluded_payment_method_types', 'payment_method_types'];
const DESCRIPTIVE = [...CHOICE, 'amount', 'currency', 'customer', 'customer_account', 'description', 'metadata', 'payment_method', 'payment_method_data', 'payment_method_options', 'receipt_email', 'setup_future_usage', 'shipping', 'statement_descriptor', 'statement_descriptor_suffix', 'transfer_group', 'amount_details', 'payment_details', 'capture_method', 'payment_method_configuration', 'hooks'];
const CONFIRMING = ['confirmation_token', 'error_on_requires_action', 'mandate', 'mandate_data', 'off_session', 'radar_options', 'return_url', 'use_stripe_sdk'];
const CREATING = [...DESCRIPTIVE, ...CONFIRMING, 'automatic_payment_methods', 'confirm', 'confirmation_method', 'application_fee_amount', 'on_behalf_of', 'transfer_data'];
const CONFIRM = [...CHOICE, ...CONFIRMING, 'payment_method', 'payment_method_data', 'payment_method_options', 'capture_method', 'receipt_email', 'setup_future_usage', 'shipping', 'amount_details', 'amount_to_confirm', 'payment_details', 'hooks'];
const BY_BROWSER = ['key', 'client_secret', 'expected_payment_method_type', '_stripe_version', 'client_context'];

const CANCELLATION_REASONS = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'] as const;

export function createPaymentIntent(scene: Scene, params: FormParams): StoredPaymentIntent {
  refuseUnknown(params, CREATING);
  refuseManualCapture(params);
  const currency = checkCurrency(textOf(params, 'currency'));
  const amount = checkAmount(integerOf(params, 'amount'), currency);
  const id = stripeId('pi');
  const listed = listOf(params, 'payment_method_types');
  const allowed = listOf(params, 'allowed_payment_method_types');
  const excluded = listOf(params, 'excluded_payment_method_types');
  const automatic = groupOf(params, 'automatic_payment_methods');
  const chosenByStripe = listed.length === 0 && automatic.enabled !== 'false';
  const intent: StoredPaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: allowed.length > 0 ? allowed : null,
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: chosenByStripe ? { enabled: true, allow_redirects: automatic.allow_redirects === 'never' ? 'never' : 'always' } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: 'automatic',
    created: Math.floor(Date.now() / 1000),
    currency,
    customer: customerOf(scene, params) ?? null,
    customer_account: null,
    description: textOf(params, 'description') ?? null,
    excluded_payment_method_types: excluded.length > 0 ? excluded : null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: metadataOf(params),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: listed.length > 0 ? listed.map((type) => knownMethodType(scene, type, currency)) : methodTypesFor(scene, { currency, allowed, excluded }),
    payment_record: null,
    processing: null,
    receipt_email: textOf(params, 'receipt_email') ?? null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: textOf(params, 'statement_descriptor') ?? null,
    statement_descriptor_suffix: textOf(params, 'statement_descriptor_suffix') ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: textOf(params, 'transfer_group') ?? null,
  };
  const method = methodIn(scene, params);
  scene.account.paymentIntents[id] = intent;
  scene.world.record(scene.account, 'payment_intent.created', intent, scene.cause);
  if (method) choose(scene, intent, method);
  if (booleanOf(params, 'confirm')) confirm(scene, intent, params, 'server');
  return intent;
}

export function updatePaymentIntent(scene: Scene, intent: StoredPaymentIntent, params: FormParams): StoredPaymentIntent {
  refuseUnknown(params, DESCRIPTIVE);
  refuseManualCapture(params);
  // A finished intent still takes a note.
  const changesMoney = ['amount', 'currency', 'payment_method', 'payment_method_data'].some((name) => params[name] !== undefined);
  if (changesMoney && (isFinished(intent) || intent.status === 'processing')) {
    throw unexpectedState(intent, `This PaymentIntent's amount could not be updated because it has a status of ${intent.status}. You may only update the amount of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.`);
  }
  const currency = params.currency === undefined ? intent.currency : checkCurrency(textOf(params, 'currency'));
  const amount = params.amount === undefined && params.currency === undefined ? intent.amount : checkAmount(integerOf(params, 'amount') ?? intent.amount, currency);
  const customer = customerOf(scene, params);
  const metadata = metadataOf(params, intent.metadata);
  const method = methodIn(scene, params);

  chooseTypes(scene, intent, params, currency);
  Object.assign(intent, { amount, currency, metadata });
  if (customer !== undefined) intent.customer = customer;
  for (const name of ['description', 'receipt_email', 'statement_descriptor', 'statement_descriptor_suffix', 'transfer_group'] as const) {
    const value = textOf(params, name);
    if (value !== undefined) intent[name] = value;
  }
  if (method) choose(scene, intent, method);
  scene.world.changed();
  return intent;
}

/** From the browser a return URL is not needed, since Stripe.js handles what comes next on the page. */
export function confirmPaymentIntent(scene: Scene, intent: StoredPaymentIntent, params: FormParams, from: 'server' | 'browser'): StoredPaymentIntent {
  refuseUnknown(params, from === 'browser' ? [...CONFIRM, ...BY_BROWSER] : CONFIRM);
  refuseManualCapture(params);
  confirm(scene, intent, params, from);
  return intent;
}

export function cancelPaymentIntent(scene: Scene, intent: StoredPaymentIntent, params: FormParams): StoredPaymentIntent {
  refuseUnknown(params, ['cancellation_reason']);
  const reason = textOf(params, 'cancellation_reason') ?? null;
  const known = CANCELLATION_REASONS.find((name) => name === reason) ?? null;
  if (reason && !known) throw invalidRequest(`Invalid cancellation_reason: must be one of ${CANCELLATION_REASONS.join(', ')}`, { param: 'cancellation_reason' });
  const isWithBank = intent.status === 'processing' && scene.account.paymentMethods[intent.payment_method!]?.method.type !== 'us_bank_account';
  if (isFinished(intent) || isWithBank) {
    throw unexpectedState(intent, `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_reauthorization, requires_confirmation, requires_action, processing.`);
  }
  if (intent.status === 'processing') callBack(scene, intent);
  Object.assign(intent, { status: 'canceled', canceled_at: Math.floor(Date.now() / 1000), cancellation_reason: known, next_action: null });
  scene.world.record(scene.account, 'payment_intent.canceled', intent, scene.cause);
  return intent;
}

export function paymentIntent(scene: Scene, id: string): StoredPaymentIntent {
  const intent = Object.hasOwn(scene.account.paymentIntents, id) ? scene.account.paymentIntents[id] : undefined;
  if (!intent) throw noSuch('payment_intent', id, 'intent');
  return intent;
}

function confirm(scene: Scene, intent: StoredPaymentIntent, params: FormParams, from: 'server' | 'browser'): void {
  if (intent.status === 'succeeded') {
    throw unexpectedState(intent, 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.');
  }
  if (intent.status === 'canceled' || intent.status === 'processing') {
    throw unexpectedState(intent, `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: requires_confirmation, requires_action.`);
  }
  if (from === 'server' && intent.automatic_payment_methods?.allow_redirects === 'always' && !intent.allowed_payment_method_types && !textOf(params, 'return_url')) {
    throw invalidRequest('This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don\'t want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.', { param: 'return_url' });
  }
  chooseTypes(scene, intent, params, intent.currency);
  const given = methodIn(scene, params, from);
  if (given) choose(scene, intent, given);
  const method = scene.account.paymentMethods[intent.payment_method ?? ''];
  if (!method) {
    throw unexpectedState(intent, "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.");
  }
  const email = textOf(params, 'receipt_email');
  if (email !== undefined) intent.receipt_email = email;
  attemptPayment(scene, intent, method);
}

function choose(scene: Scene, intent: StoredPaymentIntent, method: StoredPaymentMethod): void {
  if (!intent.payment_method_types.includes(method.method.type)) {
    throw invalidRequest(`The PaymentMethod provided (${method.method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod that is of one of the types: ${intent.payment_method_types.join(', ')}.`, { code: 'payment_intent_incompatible_payment_method' });
  }
  scene.account.paymentMethods[method.method.id] = method;
  intent.payment_method = method.method.id;
  if (intent.status === 'requires_payment_method') intent.status = 'requires_confirmation';
}

function methodIn(scene: Scene, params: FormParams, from: 'server' | 'browser' = 'server'): StoredPaymentMethod | undefined {
  const id = textOf(params, 'payment_method');
  if (id) {
    const known = testPaymentMethod(id) ?? (Object.hasOwn(scene.account.paymentMethods, id) ? scene.account.paymentMethods[id] : undefined);
    if (!known) throw noSuch('PaymentMethod', id, 'payment_method');
    return known;
  }
  if (params.payment_method_data === undefined) return undefined;
  const data = groupOf(params, 'payment_method_data');
  if (from === 'server' && groupOf(data, 'card').number !== undefined) {
    throw invalidRequest('Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using, see https://stripe.com/docs/testing.');
  }
  return paymentMethodFrom(data);
}

function customerOf(scene: Scene, params: FormParams): string | null | undefined {
  const id = textOf(params, 'customer');
  if (id && !Object.hasOwn(scene.account.customers, id)) throw noSuch('customer', id);
  return id;
}

function chooseTypes(scene: Scene, intent: StoredPaymentIntent, params: FormParams, currency: string): void {
  const listed = listOf(params, 'payment_method_types');
  if (listed.length > 0) {
    intent.payment_method_types = listed.map((type) => knownMethodType(scene, type, currency));
    intent.automatic_payment_methods = null;
    return;
  }
  for (const name of ['allowed_payment_method_types', 'excluded_payment_method_types'] as const) {
    if (params[name] !== undefined) intent[name] = params[name] === '' ? null : listOf(params, name);
  }
  const { allowed_payment_method_types: allowed, excluded_payment_method_types: excluded } = intent;
  const isChanged = currency !== intent.currency || params.allowed_payment_method_types !== undefined || params.excluded_payment_method_types !== undefined;
  if (isChanged && intent.automatic_payment_methods) intent.payment_method_types = methodTypesFor(scene, { currency, allowed: allowed ?? [], excluded: excluded ?? [] });
}

/** What the account has switched on, the currency allows, and the intent does not rule out. */
function methodTypesFor({ account }: Scene, { currency, allowed, excluded }: { currency: string; allowed: string[]; excluded: string[] }): string[] {
  const isRuledOut = (type: string) => excluded.includes(type) || (allowed.length > 0 && !allowed.includes(type));
  const types = account.paymentMethodTypes.filter((type) => (CURRENCY_OF_METHOD[type] ?? currency) === currency && !isRuledOut(type));
  if (types.length === 0) {
    throw invalidRequest('No valid payment method types for this Payment Intent. Please ensure that you have activated payment methods compatible with your chosen currency in your dashboard (https://dashboard.stripe.com/settings/payment_methods).', { code: 'payment_intent_invalid_parameter' });
  }
  return types;
}

const CURRENCY_OF_METHOD: Record<string, string | undefined> = { sepa_debit: 'eur', us_bank_account: 'usd' };

/** `payment_method_types` was how older versions of the API asked for them. */
function knownMethodType({ account }: Scene, type: string, currency: string): string {
  if (!account.paymentMethodTypes.some((known) => known === type)) {
    throw invalidRequest(`The payment method type "${type}" is invalid. Please ensure the provided type is activated in your dashboard (https://dashboard.stripe.com/account/payments/settings) and your account is enabled for any preview features that you are trying to use. See https://stripe.com/docs/payments/payment-methods/integration-options for supported payment method, country, currency, and mode combinations.`, { code: 'payment_intent_invalid_parameter', param: 'payment_method_types' });
  }
  const wanted = CURRENCY_OF_METHOD[type];
  if (wanted && wanted !== currency) {
    throw invalidRequest(`The currency provided (${currency}) is invalid for one or more payment methods on this PaymentIntent.`, { param: 'currency' });
  }
  return type;
}

function refuseManualCapture(params: FormParams): void {
  const capture = textOf(params, 'capture_method') ?? 'automatic';
  if (!capture.startsWith('automatic')) throw invalidRequest(`The simulator does not offer capture_method=${capture}.`, { param: 'capture_method' });
  if (requiredTextIfSent(params, 'confirmation_method') === 'manual') throw invalidRequest('The simulator does not offer confirmation_method=manual.', { param: 'confirmation_method' });
}

function requiredTextIfSent(params: FormParams, name: string): string | undefined {
  return params[name] === undefined ? undefined : requiredText(params, name);
}

function isFinished(intent: StoredPaymentIntent): boolean {
  return intent.status === 'succeeded' || intent.status === 'canceled';
}

function unexpectedState(intent: StoredPaymentIntent, message: string): StripeFailure {
  return invalidRequest(message, { code: 'payment_intent_unexpected_state', payment_intent: structuredClone(intent) });
}
