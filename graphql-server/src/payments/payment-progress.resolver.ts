import { Arg, Ctx, Field, FieldResolver, ID, ObjectType, Query, registerEnumType, Resolver, Root } from 'type-graphql';
import { mustBeSignedIn } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { DomainError, notFound } from '../shared/domain-error.ts';
import { MoneyType } from '../shared/money.type.ts';
import { CalendarDate } from '../shared/scalars.ts';
import { isUuid } from '../shared/uuid.ts';
import { SettledPart } from './client-payment.type.ts';
import { paymentMethods, type PaymentMethod } from './payment.entity.ts';
import type { PaymentIntentState } from './payment-intent.entity.ts';

const progressStates = { OPEN: 'OPEN', PROCESSING: 'PROCESSING', SUCCEEDED: 'SUCCEEDED', CANCELED: 'CANCELED' } as const;
registerEnumType(progressStates, { name: 'PaymentProgressState' });

@ObjectType({ description: 'Money that is here, and what it settled.' })
class PaymentReceipt {
  @Field(() => ID)
  id!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => paymentMethods)
  method!: PaymentMethod;

  @Field(() => String, { nullable: true })
  reference!: string | null;

  @Field(() => CalendarDate)
  receivedOn!: string;

  @Field(() => [SettledPart])
  settled!: SettledPart[];

  @Field(() => MoneyType, { description: 'What was beyond that, and is kept on account.' })
  credit!: MoneyType;
}

@ObjectType({ description: "How a payment of the client stands, by the server's word." })
class PaymentProgress {
  businessId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => progressStates)
  state!: keyof typeof progressStates;

  @Field(() => MoneyType)
  amount!: MoneyType;
}

const shownStates: Record<PaymentIntentState, PaymentProgress['state']> = {
  CREATING: 'OPEN', OPEN: 'OPEN', PROCESSING: 'PROCESSING', SUCCEEDED: 'SUCCEEDED', CANCELING: 'CANCELED', CANCELED: 'CANCELED',
};

interface IntentRow { id: string; businessId: string; state: PaymentIntentState; amount: number; currency: string }
interface ReceiptRow { id: string; amount: number; currency: string; method: PaymentMethod; reference: string | null; receivedOn: string; settled: { invoiceId: string; amount: number }[] | null }

@Resolver(() => PaymentProgress)
export class PaymentProgressResolver {
  @Query(() => PaymentProgress, { description: 'For the client: of what createPaymentIntent gave, by its paymentIntentId.' })
  async paymentProgress(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<PaymentProgress> {
    const viewer = mustBeSignedIn(context);
    if (viewer.kind !== 'contact') throw new DomainError('FORBIDDEN', 'This is for the client; see clientPayment.');
    const [row] = isUuid(id)
      ? await context.em.execute<IntentRow[]>(
          'select id, business_id as "businessId", state, amount, currency from payment_intent where business_id = ? and client_id = ? and id = ?',
          [viewer.businessId, viewer.clientId, id],
        )
      : [];
    if (!row) throw notFound('payment');
    return { id: row.id, businessId: row.businessId, state: shownStates[row.state], amount: { minorUnits: row.amount, currency: row.currency } };
  }

  @FieldResolver(() => PaymentReceipt, { nullable: true, description: 'Once the money is here.' })
  async receipt(@Root() { businessId, id }: PaymentProgress, @Ctx() { em }: Context): Promise<PaymentReceipt | null> {
    const [row] = await em.execute<ReceiptRow[]>(
      `select p.id, p.amount, p.currency, p.method, p.reference, p.received_on as "receivedOn",
         (select json_agg(json_build_object('invoiceId', e.invoice_id, 'amount', e.paid_change) order by e.id) from ledger_entry e
          where e.business_id = p.business_id and e.payment_id = p.id and e.kind = 'PAID') as settled
       from payment p where p.business_id = ? and p.payment_intent_id = ?`,
      [businessId, id],
    );
    if (!row) return null;
    const money = (minorUnits: number) => ({ minorUnits, currency: row.currency });
    const settled = row.settled ?? [];
    return {
      id: row.id, method: row.method, reference: row.reference, receivedOn: row.receivedOn, amount: money(row.amount),
      settled: settled.map(({ invoiceId, amount }) => ({ invoiceId, amount: money(amount) })),
      credit: money(settled.reduce((left, { amount }) => left - amount, row.amount)),
    };
  }
}
