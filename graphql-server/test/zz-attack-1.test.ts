import { afterAll, beforeAll, test } from 'vitest';
import { appendFileSync } from 'node:fs';
import { emFor } from '../src/tenancy.ts';
import { ledgerDifferences } from '../src/statements/ledger.ts';
import { aDraft, aSentInvoice, SEND_INVOICE, CREATE_INVOICE } from './support/invoices.ts';
import { aBusiness, aClient, aColleague, takesPayments, type Customer, type Firm } from './support/people.ts';
import { aSentEstimate } from './support/estimates.ts';
import { checkout, payByCard } from './support/stripe.ts';
import { jobsDone } from './support/jobs.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal; let firm: Firm;
const say = (...a: unknown[]) => appendFileSync('/tmp/zz/out1.txt', a.map((x) => typeof x === 'string' ? x : JSON.stringify(x)).join(' ') + '\n');
beforeAll(async () => { portal = await startPortal(); firm = await aBusiness(portal, 'Northwind'); await takesPayments(portal, firm); });
afterAll(() => portal.close());
const ask = async (q: string, v: object = {}, who = firm.owner) => who.ask<any>(q, v as any);
const rec = (invoiceId: string, amount: number) => ask('mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { id status payments { id } } }', { input: { invoiceId, amount, method: 'CASH' } });
const bal = async (c: Customer) => (await ask('query ($id: ID!) { statement(clientId: $id) { balances { currency lifetimePaid { minorUnits } currentlyOwed { minorUnits } credit { minorUnits } } } }', { id: c.client.id })).data?.statement.balances.map((b: any) => `${b.currency} paid ${b.lifetimePaid.minorUnits} owed ${b.currentlyOwed.minorUnits} credit ${b.credit.minorUnits}`);
const upd = (input: object) => ask('mutation ($input: UpdateInvoiceInput!) { updateInvoice(input: $input) { id version total { minorUnits currency } } }', { input });
const pull = (id: string) => ask('mutation ($id: ID!) { pullBackInvoice(id: $id) { id version } }', { id });
const inv = async (id: string, who = firm.owner) => (await ask('query ($id: ID!) { invoice(id: $id) { number status currency total { minorUnits } balance { minorUnits } amountPaid { minorUnits } } }', { id }, who));
const cn = (input: object) => ask('mutation ($input: IssueCreditNoteInput!) { issueCreditNote(input: $input) { id number total { minorUnits } } }', { input });
const diff = async () => say('  ledgerDifferences', await ledgerDifferences(emFor(portal.app.services.orm, { kind: 'system' })));

test('A currency changed under an open intent', async () => {
  const c = await aClient(portal, firm, 'A1');
  const i = await aSentInvoice(firm, c);
  const co = await checkout(c.person, [i.id]);
  const p = (await pull(i.id)).data?.pullBackInvoice;
  say('A pull', p);
  say('A upd', await upd({ id: i.id, version: p?.version, currency: 'JPY', lines: [{ description: 'x', unitPrice: 10000 }] }));
  say('A send', await ask(SEND_INVOICE, { input: { id: i.id } }));
  say('A pay', (await payByCard(portal, co)).status);
  await jobsDone(portal);
  say('A invoice', await inv(i.id), await bal(c));
  await diff();
}, 60000);

test('B credit note, payment undone, void', async () => {
  const c = await aClient(portal, firm, 'B1');
  const i = await aSentInvoice(firm, c);
  const pay = (await rec(i.id, 10000)).data.recordPayment.payments[0].id;
  say('B cn', await cn({ invoiceId: i.id }));
  say('B undo', await ask('mutation ($id: ID!) { undoPayment(id: $id) { id status } }', { id: pay }));
  say('B', await bal(c));
  say('B void', await ask('mutation ($id: ID!) { voidInvoice(id: $id) { id status } }', { id: i.id }));
  say('B end', await bal(c)); await diff();
  // spend it
  const j = await aSentInvoice(firm, c);
  say('B spend', await ask('mutation ($input: ApplyCreditInput!) { applyCredit(input: $input) { id status } }', { input: { invoiceId: j.id } }), await bal(c));
}, 60000);

test('C stripe amounts of odd currencies', async () => {
  for (const currency of ['ISK', 'UGX', 'MGA', 'HUF', 'TWD', 'KWD']) {
    const c = await aClient(portal, firm, 'C' + currency);
    const i = await aSentInvoice(firm, c, { currency, lines: [{ description: 'x', unitPrice: 10000 }] });
    const html = (await ask('query ($id: ID!) { invoice(id: $id) { documentHtml } }', { id: i.id })).data.invoice.documentHtml;
    const r = await ask('mutation ($ids: [ID!]!) { createPaymentIntent(invoiceIds: $ids) { amount { minorUnits currency } clientSecret } }', { ids: [i.id] }, c.person);
    say('C', currency, 'printed', html.match(/class="figure">([^<]*)/)?.[1], 'intent', r.data?.createPaymentIntent?.amount ?? r.errors);
  }
}, 60000);

test('D contact reads pulled back through cursors and filters', async () => {
  const c = await aClient(portal, firm, 'D1');
  const i = await aSentInvoice(firm, c);
  const p = (await pull(i.id)).data?.pullBackInvoice;
  await upd({ id: i.id, version: p.version, currency: 'EUR', issueDate: '2031-05-05', dueDate: '2031-06-06', lines: [{ description: 'secret', unitPrice: 777777 }], reference: 'SECRETREF', notes: 'SECRETNOTE', terms: 'SECRETTERMS' });
  for (const field of ['TOTAL', 'DUE_DATE', 'ISSUE_DATE', 'STATUS']) {
    const r = await ask(`{ invoices(sort: {field: ${field}}) { edges { cursor node { total { minorUnits } issueDate dueDate version } } pageInfo { endCursor } } }`, {}, c.person);
    const cur = r.data?.invoices?.edges?.[0]?.cursor ?? r.data?.invoices?.pageInfo?.endCursor;
    say('D', field, r.errors ?? r.data.invoices.edges?.[0]?.node, 'cursor', cur && Buffer.from(cur, 'base64').toString());
  }
  const one = (f: string) => ask(`{ invoices(filter: ${f}) { totalCount } }`, {}, c.person).then((r) => r.data?.invoices.totalCount ?? r.errors);
  say('D filter total 777777', await one('{currency:"EUR",minTotal:777777,maxTotal:777777}'), 'year 2031', await one('{year:2031}'), 'text', await one('{text:"SECRETNOTE"}'), await one('{text:"secret"}'));
  const zip = await c.person.fetch('/files/invoices.zip?year=2031'); say('D zip', zip.status);
  const all = await ask('query ($id: ID!) { invoice(id: $id) { notes terms reference lines { description } taxes { name } documentHtml revisions { changes } dispatches { recipient } payments { note recordedBy } attachments { name } client { internalNotes } } }', { id: i.id }, c.person);
  say('D fields leak', /SECRET|secret|777/.test(JSON.stringify(all)), all.errors ?? '');
}, 60000);

test('E number sequence bricked by an import', async () => {
  const f = await aBusiness(portal, 'Brick');
  const c = await aClient(portal, f, 'E1');
  const csv = `number,client_email,issue_date,currency,line_description,quantity,unit_price\nINV-2026-2147483647,${c.contact.email},2026-01-01,EUR,x,1,1.00\n`;
  say('E import', await ask('mutation ($csv: String!) { importInvoices(csv: $csv) { imported errors { message } } }', { csv }, f.owner));
  const d = await aDraft(f, c, { issueDate: '2026-05-05' });
  say('E send', await ask(SEND_INVOICE, { input: { id: d } }, f.owner));
  const b = (await ask('{ importBatches { id undoRefusal } }', {}, f.owner)).data.importBatches[0];
  say('E undo', b, await ask('mutation ($id: ID!) { undoImport(id: $id) { id } }', { id: b.id }, f.owner));
  say('E send again', await ask(SEND_INVOICE, { input: { id: d } }, f.owner));
}, 60000);

test('F archived client still billed', async () => {
  const c = await aClient(portal, firm, 'F1');
  const d = await aDraft(firm, c);
  const s = await aSentInvoice(firm, c);
  await jobsDone(portal);
  await ask('mutation ($id: ID!) { archiveClient(id: $id) { id } }', { id: c.client.id });
  say('F send', await ask(SEND_INVOICE, { input: { id: d } }), 'dup', await ask('mutation ($id: ID!) { duplicateInvoice(id: $id) { id } }', { id: s.id }));
  await jobsDone(portal);
  say('F', await bal(c), await rows(portal, 'select state, error from dispatch where invoice_id = $1', [d]));
}, 60000);

test('G estimate accepted unseen', async () => {
  const c = await aClient(portal, firm, 'G1');
  const e = await aSentEstimate(firm, c);
  const seen = (await ask('query ($id: ID!) { estimate(id: $id) { total { minorUnits } version } }', { id: e }, c.person)).data;
  const p = (await ask('mutation ($id: ID!) { pullBackEstimate(id: $id) { version } }', { id: e })).data.pullBackEstimate;
  await ask('mutation ($input: UpdateEstimateInput!) { updateEstimate(input: $input) { id } }', { input: { id: e, version: p.version, lines: [{ description: 'Design', unitPrice: 999900 }] } });
  await ask('mutation ($input: SendEstimateInput!) { sendEstimate(input: $input) { id } }', { input: { id: e } });
  say('G seen', seen, 'accept', await ask('mutation ($id: ID!) { acceptEstimate(id: $id, name: "Me") { status total { minorUnits } } }', { id: e }, c.person));
}, 60000);

test('H estimate invoice given to another client', async () => {
  const a = await aClient(portal, firm, 'H1'); const b = await aClient(portal, firm, 'H2');
  const e = await aSentEstimate(firm, a);
  await ask('mutation ($id: ID!) { acceptEstimate(id: $id, name: "Me") { status } }', { id: e }, a.person);
  const i = (await ask('mutation ($id: ID!) { convertEstimate(id: $id) { id version } }', { id: e })).data.convertEstimate;
  say('H', await upd({ id: i.id, version: i.version, clientId: b.client.id, lines: [{ description: 'for B only', unitPrice: 5 }] }), await ask(SEND_INVOICE, { input: { id: i.id } }));
  say('H A sees', await ask('query ($id: ID!) { estimate(id: $id) { invoice { number client { name } lines { description } } } }', { id: e }, a.person));
  say('H B sees', await ask('query ($id: ID!) { invoice(id: $id) { number estimate { number client { name } } } }', { id: i.id }, b.person));
}, 60000);

test('I huge totals', async () => {
  const f = await aBusiness(portal, 'Huge'); const c = await aClient(portal, f, 'I1');
  for (let n = 0; n < 2; n += 1) { const d = await ask(CREATE_INVOICE, { input: { clientId: c.client.id, currency: 'EUR', lines: [{ description: 'x', unitPrice: 9e15 }] } }, f.owner); say('I', d.errors ?? 'created', await ask(SEND_INVOICE, { input: { id: d.data?.createInvoice?.id } }, f.owner)); }
  say('I statement', await ask('{ statement { balances { currentlyOwed { minorUnits } } } }', {}, c.person));
  say('I clients', (await ask('{ clients { edges { node { statement { balances { currentlyOwed { minorUnits } } } } } } }', {}, f.owner)).errors ?? 'ok');
  say('I dashboard', await ask('{ dashboard { __typename } }', {}, f.owner));
}, 60000);

test('J strings', async () => {
  const c = await aClient(portal, firm, 'J1');
  const bads: [string, string][] = [['nul', 'a\u0000b'], ['lone', 'a\ud800b']];
  for (const [k, s] of bads) {
    const i = await aSentInvoice(firm, c);
    const pay = (await rec(i.id, 5)).data?.recordPayment.payments[0].id;
    const e = await aSentEstimate(firm, c);
    const d = await aDraft(firm, c);
    const out: Record<string, unknown> = {};
    const t = async (n: string, q: string, v: object, who = firm.owner) => { const r = await ask(q, v, who); out[n] = r.errors?.[0] ? `${r.errors[0].extensions.code}` : 'ok'; };
    await t('create', CREATE_INVOICE, { input: { clientId: c.client.id, lines: [{ description: s, unitPrice: 1, taxes: [{ name: s, rate: '1' }] }], notes: s, terms: s, reference: s } });
    await t('record', 'mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { id } }', { input: { invoiceId: i.id, amount: 1, method: 'CASH', note: s, reference: s } });
    await t('undo', 'mutation ($id: ID!, $r: String) { undoPayment(id: $id, reason: $r) { id } }', { id: pay, r: s });
    await t('cn', 'mutation ($input: IssueCreditNoteInput!) { issueCreditNote(input: $input) { id } }', { input: { invoiceId: i.id, reason: s, message: s, contactIds: [], lines: [{ description: s, unitPrice: 1 }] } });
    await t('send', SEND_INVOICE, { input: { id: d, message: s } });
    await t('decline', 'mutation ($id: ID!, $n: String!, $r: String) { declineEstimate(id: $id, name: $n, reason: $r) { id } }', { id: e, n: s, r: s }, c.person);
    await t('client', 'mutation ($input: ClientInput!) { createClient(input: $input) { id } }', { input: { name: s, internalNotes: s, address: [s] } });
    await t('business', 'mutation ($input: UpdateBusinessInput!) { updateBusiness(input: $input) { id } }', { input: { terms: s, bankDetails: s } });
    await t('import', 'mutation ($csv: String!) { importClients(csv: $csv, fileName: $csv) { imported } }', { csv: `email,company\na@b.example,${s}` });
    await t('previewImport', 'query ($csv: String!) { previewImport(kind: CLIENTS, csv: $csv) { columns } }', { csv: `email,${s}\na@b.example,x` });
    await t('preview', 'query ($input: PreviewDocumentInput!) { previewDocument(input: $input) }', { input: { kind: 'INVOICE', number: s, lines: [{ description: s, unitPrice: 1 }] } });
    await t('search', 'query ($t: String) { invoices(filter: {text: $t}) { totalCount } }', { t: s });
    say('J', k, out);
  }
  const r = async (n: string, input: object) => { const t0 = Date.now(); const x = await ask('query ($input: PreviewDocumentInput!) { previewDocument(input: $input) }', { input }); say('J preview', n, x.errors?.[0] ? [x.errors[0].extensions.code, x.errors[0].message.slice(0, 100)] : x.data?.previewDocument.length, `${Date.now() - t0} ms`); };
  await r('bad currency', { kind: 'INVOICE', currency: 'NOPE1', lines: [] });
  await r('bad currency2', { kind: 'INVOICE', currency: '', lines: [{ description: 'x', unitPrice: 1 }] });
  await r('dates', { kind: 'INVOICE', issueDate: '2199-12-31', dueDate: '1900-01-01', lines: [] });
  await r('20k lines', { kind: 'INVOICE', lines: Array.from({ length: 20000 }, (_, n) => ({ description: 'x', unitPrice: 1, quantity: '1.123456789', taxes: Array.from({ length: 5 }, (__, m) => ({ name: `t${m}-${n}`, rate: '19.123456789', isCompound: true })) })) });
  await r('500 lines', { kind: 'INVOICE', pricesIncludeTax: true, lines: Array.from({ length: 500 }, (_, n) => ({ description: 'x', unitPrice: 1, quantity: '1.123456789', taxes: Array.from({ length: 5 }, (__, m) => ({ name: `t${m}-${n}`, rate: '19.123456789', isCompound: true })) })) });
  await r('-0', { kind: 'INVOICE', lines: [{ description: 'x', unitPrice: -0, quantity: '-0' }] });
  const big = 'x'.repeat(900_000);
  const i = await aSentInvoice(firm, c); const pay = (await rec(i.id, 5)).data?.recordPayment.payments[0].id;
  const d = await aDraft(firm, c);
  say('J big message', (await ask(SEND_INVOICE, { input: { id: d, message: big } })).errors ?? 'ok');
  say('J big reason', (await ask('mutation ($id: ID!, $r: String) { undoPayment(id: $id, reason: $r) { id } }', { id: pay, r: big })).errors ?? 'ok');
}, 120000);

test('K roles', async () => {
  const c = await aClient(portal, firm, 'K1'); const i = await aSentInvoice(firm, c);
  for (const role of ['READ_ONLY', 'SUPPORT'] as const) {
    const p = await aColleague(portal, firm, `K ${role}`, role);
    const out: Record<string, unknown> = {};
    for (const k of ['clients', 'invoices', 'payments', 'ledger']) out[k] = (await p.fetch(`/admin/files/exports/${k}.csv`)).status;
    out['zip'] = (await p.fetch('/admin/files/invoices.zip')).status;
    out['upload'] = (await p.fetch('/admin/files?purpose=attachment&name=x', { method: 'POST', body: 'x' })).status;
    out['preview'] = (await ask('query ($input: PreviewDocumentInput!) { previewDocument(input: $input) }', { input: { kind: 'INVOICE', lines: [] } }, p)).errors?.[0]?.extensions.code ?? 'ok';
    out['pay'] = (await ask('mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { id } }', { input: { invoiceId: i.id, amount: 1, method: 'CASH' } }, p)).errors?.[0]?.extensions.code ?? 'ok';
    out['notes'] = (await ask('{ clients { edges { node { internalNotes } } } paymentSettings { webhookUrl } }', {}, p)).errors?.[0]?.extensions.code ?? 'ok';
    say('K', role, out);
  }
  const out: Record<string, unknown> = {};
  for (const k of ['clients', 'invoices', 'payments', 'ledger']) out[k] = [(await c.person.fetch(`/admin/files/exports/${k}.csv`)).status, (await c.person.fetch(`/files/exports/${k}.csv`)).status];
  say('K contact', out);
}, 60000);
