import type { EntityManager } from '@mikro-orm/postgresql';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MoneyType } from '../shared/money.type.ts';
import { WAITING } from './payment-event.access.ts';

@ObjectType({ description: 'How much a person should look at.' })
export class PaymentAttention {
  @Field(() => Int, { description: 'Events that could not be applied.' })
  waitingEvents!: number;

  @Field(() => Int, { description: 'That need an answer.' })
  openDisputes!: number;

  @Field(() => Int, { description: 'Clients with credit on account who owe something in the same currency, or whose money came through Stripe in the last 30 days and settled nothing.' })
  credits!: number;

  @Field(() => Int)
  get total(): number {
    return this.waitingEvents + this.openDisputes + this.credits;
  }
}

export async function attentionOf(em: EntityManager, businessId: string): Promise<PaymentAttention> {
  const [row] = await em.execute<{ waitingEvents: number; openDisputes: number; credits: number }[]>(
    `select (select count(*) from provider_event v where v.business_id = ? and ${WAITING}) as "waitingEvents",
       (select count(*) from dispute where business_id = ? and closed_at is null and status in ('needs_response', 'warning_needs_response')) as "openDisputes",
       (select count(*) from client_balance b where b.business_id = ? and b.credit > 0 and (b.owed > 0 or exists (
          select from ledger_entry e where e.business_id = b.business_id and e.client_id = b.client_id and e.currency = b.currency
            and e.kind = 'CREDITED' and e.payment_intent_id is not null and e.created_at > now() - interval '30 days'))) as credits`,
    [businessId, businessId, businessId],
  );
  return Object.assign(new PaymentAttention(), row);
}

export const creditSuggestions = { APPLY: 'APPLY', REFUND: 'REFUND', KEEP: 'KEEP' } as const;
registerEnumType(creditSuggestions, { name: 'CreditSuggestion' });

@ObjectType({ description: 'Money of a client that settled nothing, and what to do with it.' })
export class CreditToPlace {
  clientId!: string;
  invoiceId!: string | null;
  paymentId!: string | null;

  @Field(() => MoneyType)
  credit!: MoneyType;

  @Field(() => MoneyType)
  owed!: MoneyType;

  @Field(() => creditSuggestions)
  suggestion!: keyof typeof creditSuggestions;
}

interface CreditRow { clientId: string; currency: string; credit: number; owed: number; invoiceId: string | null; paymentId: string | null }

/** What is owed is settled first; else what came through Stripe can go back there. */
export async function creditsToPlace(em: EntityManager, businessId: string): Promise<CreditToPlace[]> {
  const rows = await em.execute<CreditRow[]>(
    `select b.client_id as "clientId", b.currency, b.credit, b.owed,
       (select i.id from invoice i where i.business_id = b.business_id and i.client_id = b.client_id and i.currency = b.currency and i.state = 'SENT' and i.balance > 0
        order by i.due_date nulls last, i.id limit 1) as "invoiceId",
       (select p.id from payment p where p.business_id = b.business_id and p.client_id = b.client_id and p.currency = b.currency
          and p.payment_intent_id is not null and p.amount > p.amount_refunded + p.amount_disputed order by p.received_on desc, p.id desc limit 1) as "paymentId"
     from client_balance b where b.business_id = ? and b.credit > 0 order by b.credit desc, b.id limit 50`,
    [businessId],
  );
  return rows.map(({ clientId, currency, credit, owed, invoiceId, paymentId }) => ({
    clientId, invoiceId, paymentId,
    credit: { minorUnits: credit, currency }, owed: { minorUnits: owed, currency },
    suggestion: invoiceId ? 'APPLY' : paymentId ? 'REFUND' : 'KEEP',
  }));
}
