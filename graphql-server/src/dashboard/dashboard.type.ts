import { Field, Int, ObjectType } from 'type-graphql';
import { MoneyType } from '../shared/money.type.ts';
import { CalendarDate } from '../shared/scalars.ts';

@ObjectType({ description: 'Over all clients, in one currency.' })
export class DashboardBalance {
  @Field(() => String)
  currency!: string;

  @Field(() => MoneyType)
  owed!: MoneyType;

  @Field(() => MoneyType, { description: 'The part of it that is past due.' })
  overdue!: MoneyType;

  @Field(() => MoneyType, { description: 'Net of what was undone, by the day on which it was received.' })
  paidThisMonth!: MoneyType;

  @Field(() => MoneyType, { description: 'Kept on account.' })
  credit!: MoneyType;

  @Field(() => Int)
  outstandingCount!: number;

  @Field(() => Int)
  overdueCount!: number;
}

@ObjectType({ description: '`month` is its first day.' })
export class DashboardMonth {
  @Field(() => CalendarDate)
  month!: string;

  @Field(() => MoneyType, { description: 'Net of what was pulled back, made void or credited in it.' })
  invoiced!: MoneyType;

  @Field(() => MoneyType)
  paid!: MoneyType;
}

/** Computed field by field: what is not asked for costs nothing. */
@ObjectType()
export class Dashboard {
  businessId!: string;
}
