// The Payment Element's frame. What a person types stays in here, as with Stripe: the page around it gets results only.
import { applyAppearance, loadFonts } from './appearance.js';
import { accountNumberError, brandOf, cvcError, digits, expiryError, expiryOf, formatAccountNumber, formatCvc, formatExpiry, formatIban, formatNumber, formatRoutingNumber, ibanError, numberError, routingNumberError } from './card-fields.js';
import { COUNTRIES } from './countries.js';
import { TEST_NUMBERS } from './test-numbers.js';

const byId = (id) => document.getElementById(id);
const form = byId('element');
const tabs = [...document.querySelectorAll('[role="tab"]')];

/** What each field holds and which method it belongs to. */
const FIELDS = {
  number: { method: 'card', error: () => numberError(byId('number').value), format: (text) => formatNumber(text), length: () => Math.max(...brandOf(byId('number').value).lengths), next: 'expiry' },
  expiry: { method: 'card', error: () => expiryError(byId('expiry').value), format: (text, isDeleting) => formatExpiry(text, isDeleting), length: () => 4, next: 'cvc' },
  cvc: { method: 'card', error: () => cvcError(byId('cvc').value, byId('number').value), format: (text) => formatCvc(text, byId('number').value), length: () => brandOf(byId('number').value).cvc },
  iban: { method: 'sepa_debit', error: () => ibanError(byId('iban').value), format: (text) => formatIban(text) },
  name: { method: 'sepa_debit', error: () => nameError(byId('name').value.trim()) },
  email: { method: 'sepa_debit', error: () => emailError(byId('email').value.trim()) },
  'holder-name': { method: 'us_bank_account', error: () => nameError(byId('holder-name').value.trim()) },
  routing: { method: 'us_bank_account', error: () => routingNumberError(byId('routing').value), format: (text) => formatRoutingNumber(text), length: () => 9, next: 'account' },
  account: { method: 'us_bank_account', error: () => accountNumberError(byId('account').value), format: (text) => formatAccountNumber(text) },
};

let port = null;
let publishableKey = '';
let options = {};
let elementOptions = {};
let method = 'card';
let lastChange = '';

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.origin !== location.origin || event.data?.['stripe-simulator'] !== 'init') return;
  port?.close();
  [port] = event.ports;
  ({ publishableKey, options, elementOptions } = event.data);
  port.onmessage = ({ data }) => void receive(data);
  void begin();
});

async function begin() {
  follow();
  const loaded = await load();
  if (loaded.error) {
    send({ type: 'loaderror', error: loaded.error });
    return;
  }
  setUp(loaded.methods);
  form.hidden = false;
  resize();
  send({ type: 'ready' });
}

async function receive(message) {
  switch (message.type) {
    case 'submit':
      return reply(message, validate());
    case 'confirm':
      return reply(message, await confirm(message));
    case 'update':
      options = message.options;
      return follow();
    case 'elementOptions':
      elementOptions = message.elementOptions;
      return;
    case 'refresh':
      return void begin();
    case 'focus':
      return fieldsOf(method)[0].focus();
    case 'blur':
      return document.activeElement?.blur();
    case 'clear':
      for (const name of Object.keys(FIELDS)) fill(name, '');
  }
}

function follow() {
  loadFonts(options.fonts);
  send({ type: 'scheme', scheme: applyAppearance(options.appearance) });
}

async function load() {
  if (!options.clientSecret) return { methods: options.paymentMethodTypes ?? ['card', ...({ eur: ['sepa_debit'], usd: ['us_bank_account'] }[options.currency] ?? [])] };
  const intent = await call('GET', options.clientSecret, '', {});
  if (intent.error) return intent;
  if (['succeeded', 'canceled', 'processing'].includes(intent.status)) {
    return { error: { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', message: `The PaymentIntent is in a terminal state (${intent.status}) and cannot be used to initialize Elements.`, payment_intent: intent } };
  }
  return { methods: intent.payment_method_types };
}

function setUp(methods) {
  const offered = tabs.filter((tab) => methods.includes(tab.dataset.method));
  for (const tab of tabs) tab.hidden = !offered.includes(tab);
  byId('tabs').hidden = offered.length < 2;
  for (const tab of offered) setPanelRole(tab.dataset.method, offered.length > 1);

  const billing = elementOptions.defaultValues?.billingDetails ?? {};
  const asked = elementOptions.fields?.billingDetails;
  const isAsked = (name) => asked !== 'never' && asked?.[name] !== 'never' && asked?.address?.[name] !== 'never' && !(name === 'country' && asked?.address === 'never');
  byId('country-field').hidden = !isAsked('country');
  byId('name-field').hidden = !isAsked('name');
  byId('email-field').hidden = !isAsked('email');
  byId('holder-name-field').hidden = !isAsked('name');
  if (byId('country').options.length === 0) fillCountries(billing.address?.country);
  for (const name of ['name', 'holder-name']) {
    if (billing.name && !byId(name).value) byId(name).value = billing.name;
  }
  if (billing.email && !byId('email').value) byId('email').value = billing.email;
  choose(offered.some((tab) => tab.dataset.method === method) ? method : offered[0].dataset.method);
}

function setPanelRole(name, isTab) {
  const panel = byId(`${name}-panel`);
  if (isTab) panel.setAttribute('role', 'tabpanel');
  else panel.removeAttribute('role');
  if (isTab) panel.setAttribute('aria-labelledby', `${name}-tab`);
  else panel.removeAttribute('aria-labelledby');
}

function fillCountries(wanted) {
  const locale = knownLocale(options.locale) ?? knownLocale(navigator.language) ?? 'en';
  const names = new Intl.DisplayNames([locale, 'en'], { type: 'region' });
  const own = wanted ?? new Intl.Locale(knownLocale(navigator.language) ?? 'en').maximize().region;
  const sorted = COUNTRIES.map((code) => [code, names.of(code) ?? code]).toSorted(([, a], [, b]) => a.localeCompare(b, locale));
  byId('country').append(...sorted.map(([code, name]) => new Option(name, code, code === own, code === own)));
}

// 'auto' is none, and a browser may name a locale such as en-US@posix, which Intl refuses.
function knownLocale(name) {
  try {
    return Intl.DisplayNames.supportedLocalesOf(name)[0];
  } catch {
    return undefined;
  }
}

function choose(name) {
  method = name;
  for (const tab of tabs) {
    const isChosen = tab.dataset.method === name;
    tab.setAttribute('aria-selected', String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    tab.classList.toggle('Tab--selected', isChosen);
    byId(`${tab.dataset.method}-panel`).hidden = !isChosen;
  }
  byId('test-numbers').replaceChildren(...TEST_NUMBERS[name].map(testNumber));
  changed();
}

function testNumber({ number, outcome }) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'TestNumber';
  button.append(part('TestNumber-digits', { card: formatNumber, sepa_debit: formatIban, us_bank_account: formatAccountNumber }[method](number)), part('TestNumber-outcome', outcome));
  button.addEventListener('click', () => fillAll(number));
  const item = document.createElement('li');
  item.append(button);
  return item;
}

function part(className, text) {
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  return span;
}

function fillAll(number) {
  const values = {
    card: () => ({ number, expiry: '1234', cvc: brandOf(number).cvc === 4 ? '1234' : '123' }),
    sepa_debit: () => ({ iban: number, name: byId('name').value || 'Test Payer', email: byId('email').value || 'payer@example.com' }),
    us_bank_account: () => ({ 'holder-name': byId('holder-name').value || 'Test Payer', routing: '110000000', account: number }),
  }[method]();
  for (const [name, value] of Object.entries(values)) fill(name, value);
  document.querySelector('details').open = false;
  fieldsOf(method)[0].focus();
}

function fill(name, value) {
  byId(name).value = FIELDS[name].format?.(value, false) ?? value;
  showError(name, null);
  showBrand();
  changed();
}

function fieldsOf(name) {
  return Object.keys(FIELDS).filter((id) => FIELDS[id].method === name && !byId(id).closest('.Field').hidden).map(byId);
}

/** Shows what is wrong beside each field and answers as elements.submit() does. */
function validate() {
  const wrong = fieldsOf(method).map((input) => ({ input, error: FIELDS[input.id].error() })).filter(({ input, error }) => {
    showError(input.id, error);
    return error;
  });
  if (wrong.length === 0) return { selectedPaymentMethod: method };
  wrong[0].input.focus();
  return { error: { type: 'validation_error', ...wrong[0].error } };
}

async function confirm({ clientSecret, confirmParams }) {
  const { error } = validate();
  if (error) return { error };
  setDisabled(true);
  try {
    const answer = await call('POST', clientSecret, '/confirm', { ...pick(confirmParams, ['return_url', 'receipt_email']), payment_method_data: paymentMethodData(confirmParams.payment_method_data), expected_payment_method_type: method, use_stripe_sdk: true });
    if (!answer.error) return { paymentIntent: answer };
    showDecline(answer.error);
    return { error: answer.error };
  } finally {
    setDisabled(false);
  }
}

function paymentMethodData(given = {}) {
  const billing = { ...given.billing_details };
  if (method === 'card') {
    const { month, year } = expiryOf(byId('expiry').value);
    return {
      type: 'card',
      card: { number: digits(byId('number').value), exp_month: month, exp_year: year, cvc: byId('cvc').value },
      billing_details: { ...billing, address: { ...(byId('country-field').hidden ? {} : { country: byId('country').value }), ...billing.address } },
    };
  }
  if (method === 'us_bank_account') {
    const us_bank_account = { routing_number: byId('routing').value, account_number: byId('account').value, account_holder_type: byId('holder-type').value, account_type: byId('account-type').value };
    return { type: 'us_bank_account', us_bank_account, billing_details: { ...billing, name: billing.name ?? byId('holder-name').value.trim() } };
  }
  return { type: 'sepa_debit', sepa_debit: { iban: byId('iban').value.replaceAll(' ', '') }, billing_details: { ...billing, name: billing.name ?? byId('name').value.trim(), email: billing.email ?? byId('email').value.trim() } };
}

// A decline belongs beside the field that it is about, where there is one.
const FIELD_OF_CODE = { incorrect_number: 'number', invalid_number: 'number', expired_card: 'expiry', invalid_expiry_month: 'expiry', invalid_expiry_year: 'expiry', incorrect_cvc: 'cvc', invalid_cvc: 'cvc', card_declined: 'number', invalid_bank_account_iban: 'iban', sepa_debit_bank_not_supported: 'iban', sepa_debit_debits_not_supported: 'iban', routing_number_invalid: 'routing', account_number_invalid: 'account' };

function showDecline({ code, message }) {
  const field = code === 'bank_account_unusable' ? { sepa_debit: 'iban', us_bank_account: 'account' }[method] : FIELD_OF_CODE[code];
  if (field && FIELDS[field].method === method) showError(field, { message });
}

function showError(name, error) {
  const input = byId(name);
  input.classList.toggle('Input--invalid', Boolean(error));
  if (error) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
  byId(`${name}-error`).textContent = error?.message ?? '';
}

function showBrand() {
  const number = digits(byId('number').value);
  const { name } = brandOf(number);
  const isKnown = number !== '' && name !== 'unknown';
  byId('number').classList.toggle('is-known', isKnown);
  if (isKnown) byId('brands').dataset.brand = name;
  else delete byId('brands').dataset.brand;
}

function setDisabled(isDisabled) {
  for (const input of form.querySelectorAll('input, select, button')) input.disabled = isDisabled;
}

function changed() {
  const inputs = fieldsOf(method);
  const event = {
    complete: inputs.every((input) => FIELDS[input.id].error() === null),
    empty: inputs.every((input) => input.value === ''),
    collapsed: false,
    value: { type: method },
  };
  const serialized = JSON.stringify(event);
  if (serialized === lastChange) return;
  lastChange = serialized;
  send({ type: 'change', event });
}

for (const [name, { format, length, next }] of Object.entries(FIELDS)) {
  const input = byId(name);
  input.addEventListener('input', (event) => {
    const isDeleting = event.inputType?.startsWith('delete') ?? false;
    if (format) reformat(input, (text) => format(text, isDeleting));
    showError(name, null);
    showBrand();
    // Only at the very end of a complete field: somebody correcting the middle stays there.
    const isAtEnd = input.selectionStart === input.value.length;
    const isFull = length && digits(input.value).length === length();
    if (isFull && FIELDS[name].error()) showError(name, FIELDS[name].error());
    else if (isFull && next && isAtEnd && !isDeleting) byId(next).focus();
    changed();
  });
  input.addEventListener('blur', () => {
    if (input.value.trim() !== '') showError(name, FIELDS[name].error());
  });
}

/** Formats without moving the caret away from the character it stood behind. */
function reformat(input, format) {
  const significant = (text) => text.replaceAll(/[^0-9A-Za-z]/g, '').length;
  const before = significant(input.value.slice(0, input.selectionStart));
  const isAtEnd = input.selectionStart === input.value.length;
  input.value = format(input.value);
  if (isAtEnd) return;
  let caret = 0;
  while (caret < input.value.length && significant(input.value.slice(0, caret)) < before) caret += 1;
  input.setSelectionRange(caret, caret);
}

for (const tab of tabs) {
  tab.addEventListener('click', () => choose(tab.dataset.method));
  tab.addEventListener('keydown', (event) => {
    const shown = tabs.filter(({ hidden }) => !hidden);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const target = shown[(shown.indexOf(tab) + step + shown.length) % shown.length];
    choose(target.dataset.method);
    target.focus();
  });
}

form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') send({ type: 'escape' });
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
    event.preventDefault();
    send({ type: 'enter' });
  }
});
window.addEventListener('focus', () => send({ type: 'focus' }));
window.addEventListener('blur', () => send({ type: 'blur' }));
new ResizeObserver(resize).observe(document.body);

function resize() {
  if (!form.hidden) send({ type: 'resize', height: Math.ceil(document.body.getBoundingClientRect().height) });
}

async function call(verb, clientSecret, path, params) {
  const url = `v1/payment_intents/${encodeURIComponent(clientSecret.split('_secret_')[0])}${path}`;
  const body = formEncode({ ...params, key: publishableKey, client_secret: clientSecret });
  try {
    const response = await fetch(verb === 'GET' ? `${url}?${body}` : url, verb === 'GET' ? {} : { method: verb, body });
    return await response.json();
  } catch {
    return { error: { type: 'api_connection_error', message: 'We are experiencing issues connecting to our payments provider. Please check your internet connection and try again.' } };
  }
}

function formEncode(params, prefix = '', encoded = new URLSearchParams()) {
  for (const [name, value] of Object.entries(params)) {
    const key = prefix ? `${prefix}[${name}]` : name;
    if (value !== null && typeof value === 'object') formEncode(value, key, encoded);
    else if (value !== undefined) encoded.append(key, value === null ? '' : String(value));
  }
  return encoded;
}

function nameError(name) {
  return name ? null : { code: 'incomplete_name', message: 'Please provide your full name.' };
}

function emailError(email) {
  if (email === '') return { code: 'incomplete_email', message: 'Please provide your email address.' };
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? null : { code: 'invalid_email', message: 'Your email address is invalid.' };
}

function pick(values, names) {
  return Object.fromEntries(names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));
}

function reply({ id }, value) {
  send({ type: 'answer', id, value });
}

function send(message) {
  port?.postMessage(message);
}
