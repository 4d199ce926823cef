import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

const ALL = `name email address timeZone currency brandColor bankDetails taxId senderName paper locale
  numberPattern estimateNumberPattern creditNoteNumberPattern pricesIncludeTax taxRounding
  taxRates { name rate isCompound isDefault } terms notes paymentTermsDays estimateValidDays linkDays reminderDays sendsReceipts partialPayments logoUrl`;

const update = (input: object) => northwind.owner.ask<{ updateBusiness: Record<string, unknown> }>(
  `mutation ($input: UpdateBusinessInput!) { updateBusiness(input: $input) { ${ALL} } }`, { input },
);
const present = async () => (await northwind.owner.get<{ viewer: { business: Record<string, unknown> } }>(`{ viewer { business { ${ALL} } } }`)).viewer.business;

const settings = {
  name: 'Northwind Studio', email: 'billing@northwind.example', address: ['Am Hafen 1', '20457 Hamburg'], timeZone: 'Europe/Berlin', currency: 'CHF',
  brandColor: '#1f5f5b', bankDetails: 'IBAN DE00', taxId: 'DE123456789', senderName: 'Northwind Billing', paper: 'LETTER', locale: 'de-AT',
  numberPattern: 'R-{YY}-{SEQ:5}', estimateNumberPattern: 'A-{SEQ}', creditNoteNumberPattern: 'G-{YYYY}/{SEQ:3}', pricesIncludeTax: true, taxRounding: 'LINE',
  taxRates: [
    { name: 'VAT', rate: '19', isCompound: false, isDefault: true },
    { name: 'VAT', rate: '7', isCompound: false, isDefault: false },
    { name: 'QST', rate: '9.975', isCompound: true, isDefault: false },
  ],
  terms: 'Net 30', notes: 'Thank you', paymentTermsDays: 30, estimateValidDays: 14, reminderDays: [-3, 0, 7], sendsReceipts: false, partialPayments: true,
};

test('all settings are kept as they were given', async () => {
  const { data } = await update(settings);
  expect(data?.updateBusiness).toEqual({ ...settings, linkDays: 90, logoUrl: null });
  expect(await present()).toEqual(data?.updateBusiness);
});

test('what is left out stays; what a business can do without is taken away', async () => {
  await update(settings);
  const { data } = await update({ terms: null, taxId: '', reminderDays: [], paymentTermsDays: 0, name: null });
  expect(data?.updateBusiness).toEqual({ ...settings, terms: null, taxId: null, reminderDays: [], paymentTermsDays: 0, linkDays: 90, logoUrl: null });
});

test('is put in order: reminders by day, rates and languages in their shortest form', async () => {
  const { data } = await update({ reminderDays: [7, -3, 0], taxRates: [{ name: ' VAT ', rate: '19.00' }], locale: 'DE-at' });
  expect(data?.updateBusiness).toMatchObject({
    reminderDays: [-3, 0, 7], taxRates: [{ name: 'VAT', rate: '19', isCompound: false, isDefault: false }], locale: 'de-AT',
  });
});

describe('is refused with its field, and nothing changes', () => {
  const tax = { name: 'VAT', rate: '19' };
  test.each<[string, object, string?]>([
    ['name', { name: ' ' }],
    ['email', { email: 'nobody' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['currency', { currency: 'XXX' }],
    ['brandColor', { brandColor: 'red' }],
    ['senderName', { senderName: 'A\r\nBcc: x@y.example' }],
    ['taxId', { taxId: 'x'.repeat(61) }],
    ['locale', { locale: 'tlh' }],
    ['locale', { locale: 'not a language' }],
    ['numberPattern', { numberPattern: 'INV' }],
    ['numberPattern', { numberPattern: '{MM}-{SEQ}' }],
    ['estimateNumberPattern', { estimateNumberPattern: '{SEQ}{SEQ}' }],
    ['creditNoteNumberPattern', { creditNoteNumberPattern: '{DD}{SEQ}' }],
    ['taxRates.1.name', { taxRates: [tax, { name: 'vat', rate: '19.0' }] }],
    ['taxRates.0.name', { taxRates: [{ name: '', rate: '1' }] }],
    ['taxRates.0.rate', { taxRates: [{ name: 'VAT', rate: '100.1' }] }],
    ['taxRates.0.rate', { taxRates: [{ name: 'VAT', rate: '-1' }] }],
    ['terms', { terms: 'x'.repeat(5_001) }],
    ['notes', { notes: 'x'.repeat(5_001) }],
    ['paymentTermsDays', { paymentTermsDays: 366 }],
    ['paymentTermsDays', { paymentTermsDays: -1 }],
    ['estimateValidDays', { estimateValidDays: 0 }],
    ['reminderDays', { reminderDays: [1, 1] }],
    ['reminderDays', { reminderDays: [-61] }],
    ['reminderDays', { reminderDays: [121] }],
    ['reminderDays', { reminderDays: Array.from({ length: 11 }, (_, day) => day) }],
    ['logoFileId', { logoFileId: 'x' }],
  ])('%s %j', async (field, input) => {
    const before = await present();
    const { errors } = await update({ bankDetails: 'something else', ...input });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
    expect(await present()).toEqual(before);
  });
});

test('changes no document that was sent', async () => {
  const { id } = await aSentInvoice(northwind, acme);
  const HTML = 'query ($id: ID!) { invoice(id: $id) { documentHtml number } }';
  const before = await acme.person.get(HTML, { id });
  await update({ name: 'Southwind', address: ['Elsewhere 1'], bankDetails: 'IBAN XX', terms: 'At once', taxId: 'XX', numberPattern: 'S-{SEQ}', paper: 'A4' });
  expect(await acme.person.get(HTML, { id })).toEqual(before);
});
