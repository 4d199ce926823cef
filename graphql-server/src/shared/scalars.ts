import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTimeISO, GraphQLSafeInt } from 'graphql-scalars';
import { DomainError } from './domain-error.ts';

/** An instant; travels as ISO 8601. */
export const DateTime = new GraphQLScalarType({ ...GraphQLDateTimeISO.toConfig(), name: 'DateTime' });

/** An integer of at most 2^53 - 1: room for any amount of minor units. */
export const SafeInt = new GraphQLScalarType({ ...GraphQLSafeInt.toConfig(), name: 'SafeInt' });

export const CalendarDate = textScalar('Date', 'A calendar date without time, `YYYY-MM-DD`.', (text) => {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text);
});

export const Decimal = textScalar('Decimal', 'A decimal number as a string, e.g. "1.5".', (text) =>
  /^-?\d{1,15}(\.\d{1,9})?$/.test(text),
);

function textScalar(name: string, description: string, isValid: (text: string) => boolean) {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw new DomainError('BAD_USER_INPUT', `${JSON.stringify(value)} is not a ${name}. ${description}`);
  };
  return new GraphQLScalarType<string, string>({ name, description, serialize: String, parseValue: parse });
}
