import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { badInput } from './shared/domain-error.ts';
import { isUuid } from './shared/uuid.ts';

@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

export interface Edge<T> { cursor: string; node: T }

export interface Connection<T> {
  edges: Edge<T>[];
  pageInfo: PageInfo;
  readonly totalCount: number | Promise<number>;
}

/** The Relay connection of a type: https://relay.dev/graphql/connections.htm */
export function connectionOf<T extends object>(name: string, node: () => ClassType<T>) {
  @ObjectType(`${name}Edge`)
  class EdgeType {
    @Field(() => String)
    cursor!: string;

    @Field(node)
    node!: T;
  }

  @ObjectType(`${name}Connection`)
  class ConnectionType {
    @Field(() => [EdgeType])
    edges!: EdgeType[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int)
    totalCount!: number;
  }
  return ConnectionType;
}

const MAX_PAGE = 200;

export function pageSize(first: number): number {
  if (first < 1 || first > MAX_PAGE) throw badInput(`"first" is ${first}; a page has 1 to ${MAX_PAGE} rows.`, 'first');
  return first;
}

type Key = (string | number)[];

const encode = (key: Key) => Buffer.from(JSON.stringify(key)).toString('base64url');

/** What a part of a sort key may be: anything else would fail in the query instead of here. */
const parts = {
  integer: (part: unknown) => Number.isInteger(part) && Math.abs(part as number) < 2 ** 31,
  date: (part: unknown) => typeof part === 'string' && /^\d{4}-\d\d-\d\d$/.test(part) && !Number.isNaN(Date.parse(part)) && new Date(part).toISOString().startsWith(part),
  amount: (part: unknown) => Number.isSafeInteger(part),
  text: (part: unknown) => typeof part === 'string' && !part.includes('\0'),
  instant: (part: unknown) => typeof part === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(part) && !Number.isNaN(Date.parse(part)),
  id: (part: unknown) => typeof part === 'string' && isUuid(part),
} satisfies Record<string, (part: unknown) => boolean>;

/** The sort key of the row that a page starts behind. */
export function decodeCursor(cursor: string | null | undefined, kinds: (keyof typeof parts)[]): Key | null {
  if (!cursor) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === kinds.length && kinds.every((kind, index) => parts[kind](key[index]))) return key as Key;
  } catch {
    // Falls through to the same answer.
  }
  throw badInput('This cursor is not one of ours; start again from the first page.', 'after');
}

/**
 * A page out of `first + 1` rows, the last one telling only that there is more. Counting what may be
 * hundreds of thousands is left until somebody asks for the count.
 */
export function toConnection<T>(rows: T[], first: number, keyOf: (row: T) => Key, count: number | (() => Promise<number>), after?: string | null): Connection<T> {
  const edges = rows.slice(0, first).map((node) => ({ node, cursor: encode(keyOf(node)) }));
  return {
    edges,
    get totalCount() {
      return typeof count === 'number' ? count : count();
    },
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: Boolean(after),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
