import { Field, Int, ObjectType } from 'type-graphql';
import { MoneyType } from '../shared/money.type.ts';

@ObjectType({ description: 'The standing in one currency.' })
export class StatementBalance {
  @Field(() => String)
  currency!: string;

  @Field(() => MoneyType, { description: 'All that was ever paid, net of refunds.' })
  lifetimePaid!: MoneyType;

  @Field(() => MoneyType, { description: 'Over all outstanding invoices.' })
  currentlyOwed!: MoneyType;

  @Field(() => MoneyType, { description: 'The part of it that is past due.' })
  overdue!: MoneyType;

  @Field(() => MoneyType, { description: 'Paid in excess, kept on account.' })
  credit!: MoneyType;

  @Field(() => Int)
  outstandingCount!: number;
}

@ObjectType({ description: 'One row per currency, never a sum over currencies.' })
export class Statement {
  @Field(() => [StatementBalance])
  balances!: StatementBalance[];
}
