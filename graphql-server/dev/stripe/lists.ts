import { type FormParams, integerOf, refuseUnknown, textOf } from './form-encoding.ts';
import { invalidRequest, noSuch } from './stripe-failure.ts';

interface Listed {
  id: string;
  object: string;
  created: number;
}

const PAGING = ['created', 'ending_before', 'limit', 'starting_after'];

/** Rows whose fields have the values that are asked for. */
export function having<T>(params: FormParams, names: (keyof T & string)[]): (row: T) => boolean {
  refuseUnknown(params, [...PAGING, ...names]);
  const asked = names.filter((name) => params[name] !== undefined);
  return (row) => asked.every((name) => row[name] === params[name]);
}

/** A page, newest first: https://docs.stripe.com/api/pagination */
export function listPage<T extends Listed>(path: string, rows: Record<string, T>, params: FormParams, matches: (row: T) => boolean = () => true): { object: 'list'; data: T[]; has_more: boolean; url: string } {
  const limit = integerOf(params, 'limit') ?? 10;
  if (limit < 1 || limit > 100) throw invalidRequest('Invalid limit: must be between 1 and 100', { code: 'parameter_invalid_integer', param: 'limit' });
  const after = textOf(params, 'starting_after');
  const before = textOf(params, 'ending_before');
  const created = createdFilter(params);
  const all = Object.values(rows).toReversed().filter((row) => matches(row) && created(row.created));

  if (before) {
    const end = position(all, before, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', data: all.slice(start, end), has_more: start > 0, url: path };
  }
  const start = after ? position(all, after, 'starting_after') + 1 : 0;
  return { object: 'list', data: all.slice(start, start + limit), has_more: start + limit < all.length, url: path };
}

function createdFilter(params: FormParams): (created: number) => boolean {
  const { created } = params;
  if (created === undefined) return () => true;
  if (typeof created === 'string') return (value) => value === integerOf(params, 'created');
  if (Array.isArray(created)) throw invalidRequest('Invalid object', { param: 'created' });
  const [gt, gte, lt, lte] = ['gt', 'gte', 'lt', 'lte'].map((name) => integerOf(created, name));
  return (value) => (gt === undefined || value > gt) && (gte === undefined || value >= gte) && (lt === undefined || value < lt) && (lte === undefined || value <= lte);
}

function position(rows: Listed[], id: string, param: string): number {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) throw noSuch('object', id, param);
  return index;
}
