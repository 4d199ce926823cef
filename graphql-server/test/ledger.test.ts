import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emFor } from '../src/tenancy.ts';
import { ledgerDifferences } from '../src/statements/ledger.ts';
import { aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let firm: Firm;

beforeAll(async () => {
  portal = await startPortal();
  firm = await aBusiness(portal, 'Northwind');
});
afterAll(() => portal.close());

/** Something that a person at the business does; `of` chooses what of that is there already. */
type Step =
  | { does: 'issue'; amount: number }
  | { does: 'pay' | 'credit' | 'apply'; of: number; amount: number }
  | { does: 'undo' | 'pullBack' | 'send' | 'void'; of: number };

const amount = fc.integer({ min: 1, max: 30_000 });
const of = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant('issue' as const), amount }),
  fc.record({ does: fc.constantFrom('pay' as const, 'pay' as const, 'credit' as const, 'apply' as const), of, amount }),
  fc.record({ does: fc.constantFrom('undo' as const, 'pullBack' as const, 'send' as const, 'void' as const), of }),
);

const MUTATIONS = {
  pay: 'mutation ($id: ID!, $amount: SafeInt!) { recordPayment(input: { invoiceId: $id, amount: $amount, method: CASH, sendReceipt: false }) { payments { id } } }',
  credit: 'mutation ($id: ID!, $amount: SafeInt!) { issueCreditNote(input: { invoiceId: $id, lines: [{ description: "Back", unitPrice: $amount }] }) { id } }',
  apply: 'mutation ($id: ID!, $amount: SafeInt!) { applyCredit(input: { invoiceId: $id, amount: $amount }) { id } }',
  undo: 'mutation ($id: ID!) { undoPayment(id: $id) { id } }',
  pullBack: 'mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }',
  send: 'mutation ($id: ID!) { sendInvoice(input: { id: $id }) { id } }',
  void: 'mutation ($id: ID!) { voidInvoice(id: $id) { id } }',
};

interface Standing { owed: number; paid: number; credit: number }

test('whatever is done in whatever order, the books agree and nothing is lost', async () => {
  let turn = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      turn += 1;
      const customer = await aClient(portal, firm, `Client ${turn}`);
      const invoices = [(await aSentInvoice(firm, customer)).id];
      const payments: string[] = [];
      for (const one of steps) {
        if (one.does === 'issue') {
          invoices.push((await aSentInvoice(firm, customer, { lines: [{ description: 'x', unitPrice: one.amount }] })).id);
          continue;
        }
        const among = one.does === 'undo' ? payments : invoices;
        const id = among[one.of % (among.length || 1)];
        if (!id) continue;
        const { data, errors } = await firm.owner.ask<{ recordPayment?: { payments: { id: string }[] } }>(MUTATIONS[one.does], { id, ...('amount' in one && { amount: one.amount }) });
        // A rule may refuse it; a fault would be INTERNAL.
        if (errors) expect(['CONFLICT', 'BAD_USER_INPUT']).toContain(errors[0]?.extensions.code);
        else payments.push(...(data?.recordPayment?.payments.at(-1) ? [data.recordPayment.payments.at(-1)!.id] : []));
      }

      expect(await ledgerDifferences(emFor(portal.app.services.orm, { kind: 'system' }))).toEqual([]);
      const [standing] = await rows<Standing>(portal, 'select owed::int, paid::int, credit::int from client_balance where client_id = $1', [customer.client.id]);
      const [shown] = await rows<Standing & { noted: number }>(
        portal,
        `select
           (select coalesce(sum(balance) filter (where state = 'SENT'), 0)::int from invoice where client_id = $1) as owed,
           (select coalesce(sum(amount) filter (where undone_at is null), 0)::int from payment where client_id = $1) as paid,
           (select coalesce(sum(amount) filter (where undone_at is null), 0)::int from payment where client_id = $1)
           + (select coalesce(sum(total), 0)::int from credit_note where client_id = $1)
           - (select coalesce(sum(amount_paid + amount_credited), 0)::int from invoice where client_id = $1) as credit`,
        [customer.client.id],
      );
      expect(standing).toEqual(shown);
      expect(standing!.credit).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 25 },
  );
}, 300_000);
