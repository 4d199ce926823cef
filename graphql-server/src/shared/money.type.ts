import { Field, ObjectType } from 'type-graphql';
import type { Money } from './money.ts';
import { SafeInt } from './scalars.ts';

@ObjectType('Money', { description: 'Integer minor units of an ISO 4217 currency: JPY has 0 decimals, KWD 3.' })
export class MoneyType implements Money {
  @Field(() => SafeInt)
  minorUnits!: number;

  @Field(() => String)
  currency!: string;
}
