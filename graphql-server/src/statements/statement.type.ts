import { Field, Int, ObjectType } from 'type-graphql';
import { MoneyType } from '../shared/money.type.ts';

@ObjectType({ description: 'What is owed, by how long it has been due.' })
export class Ageing {
  @Field(() => MoneyType)
  notDue!: MoneyType;

  @Field(() => MoneyType, { description: 'Due for 1 to 30 days.' })
  upTo30Days!: MoneyType;

  @Field(() => MoneyType)
  upTo60Days!: MoneyType;

  @Field(() => MoneyType)
  upTo90Days!: MoneyType;

  @Field(() => MoneyType)
  longer!: MoneyType;
}

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

  @Field(() => Ageing, { description: 'Its parts are what is owed now.' })
  ageing!: Ageing;
}

@ObjectType({ description: 'One row per currency, never a sum over currencies.' })
export class Statement {
  @Field(() => [StatementBalance])
  balances!: StatementBalance[];
}
