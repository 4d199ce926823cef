import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { mustBeTeam } from '../auth/viewer.ts';
import type { ClientRow } from '../clients/client.access.ts';
import { Client } from '../clients/client.entity.ts';
import type { Context } from '../context.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { pageSize } from '../paging.ts';
import { MoneyType } from '../shared/money.type.ts';
import { CalendarDate, DateTime } from '../shared/scalars.ts';
import { paymentsOf } from './payment.access.ts';
import { paymentMethods, type PaymentMethod } from './payment.entity.ts';

@ObjectType()
class SettledPart {
  invoiceId!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;
}

@ObjectType({ description: 'Money that came in at once, and what became of it.' })
export class ClientPayment {
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

  @Field(() => DateTime, { nullable: true })
  undoneAt!: Date | null;

  @Field(() => [SettledPart])
  settled!: SettledPart[];

  @Field(() => MoneyType, { description: 'What was beyond that, and was kept on account.' })
  credit!: MoneyType;
}

@Resolver(() => Client)
export class ClientPaymentResolver {
  @FieldResolver(() => [ClientPayment], { description: 'Newest first; for the team.' })
  async payments(@Root() client: ClientRow, @Ctx() context: Context, @Arg('first', () => Int, { defaultValue: 20 }) first: number): Promise<ClientPayment[]> {
    mustBeTeam(context);
    return paymentsOf(context.em, client, pageSize(first));
  }
}

@Resolver(() => SettledPart)
export class SettledPartResolver {
  @FieldResolver(() => Invoice)
  invoice(@Root() { invoiceId }: SettledPart, @Ctx() { loaders }: Context) {
    return loaders.invoice.load(invoiceId);
  }
}
