import { invalidRequest, missingParameter } from './stripe-failure.ts';

export type FormValue = string | FormValue[] | FormParams;
export interface FormParams {
  [name: string]: FormValue;
}

/** Reads `a=1&metadata[order]=7&expand[0]=customer`, the way Stripe's clients write it. */
export function parseForm(encoded: string): FormParams {
  const params: FormParams = {};
  for (const [name, value] of new URLSearchParams(encoded)) {
    const path = [name.split('[', 1)[0]!, ...[...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]!)];
    if (path.some((key) => key === '__proto__')) throw invalidRequest(`Invalid parameter name: ${name}`);
    assign(params, path, value);
  }
  return arraysOf(params) as FormParams;
}

function assign(params: FormParams, path: string[], value: string): void {
  let parent = params;
  for (const [depth, key] of path.entries()) {
    const name = key === '' ? String(Object.keys(parent).length) : key;
    if (depth === path.length - 1) {
      parent[name] = value;
      return;
    }
    const child = Object.hasOwn(parent, name) ? parent[name] : undefined;
    parent = (parent[name] = typeof child === 'object' ? child : {}) as FormParams;
  }
}

function arraysOf(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) return keys.map((key) => arraysOf(value[key]!));
  return Object.fromEntries(keys.map((key) => [key, arraysOf(value[key]!)]));
}

export function refuseUnknown(params: FormParams, known: readonly string[]): void {
  const unknown = Object.keys(params).find((name) => name !== 'expand' && !known.includes(name));
  if (unknown) throw invalidRequest(`Received unknown parameter: ${unknown}`, { code: 'parameter_unknown', param: unknown });
}

/** Undefined when absent, null when sent empty, which in Stripe's API unsets a value. */
export function textOf(params: FormParams, name: string): string | null | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalidRequest('Invalid string: ' + JSON.stringify(value), { param: name });
  if (value.length > 5000) throw invalidRequest(`Invalid string: must be at most 5000 characters`, { param: name });
  return value === '' ? null : value;
}

export function requiredText(params: FormParams, name: string): string {
  return textOf(params, name) ?? fail(missingParameter(name));
}

export function integerOf(params: FormParams, name: string): number | undefined {
  const value = textOf(params, name);
  if (value === undefined || value === null) return undefined;
  if (!/^-?\d+$/.test(value)) throw invalidRequest(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param: name });
  return Number(value);
}

export function booleanOf(params: FormParams, name: string): boolean {
  const value = textOf(params, name) ?? 'false';
  if (value !== 'true' && value !== 'false') throw invalidRequest(`Invalid boolean: ${value}`, { param: name });
  return value === 'true';
}

export function listOf(params: FormParams, name: string): string[] {
  const value = params[name];
  if (value === undefined || value === '') return [];
  if (!Array.isArray(value)) throw invalidRequest('Invalid array', { param: name });
  return value.map(String);
}

export function groupOf(params: FormParams, name: string): FormParams {
  const value = params[name];
  if (value === undefined || value === '') return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw invalidRequest('Invalid object', { param: name });
  return value;
}

/** New metadata: keys are merged into the old, an empty value removes its key, `metadata=''` removes all. */
export function metadataOf(params: FormParams, before: Record<string, string> = {}): Record<string, string> {
  if (params.metadata === undefined) return before;
  if (params.metadata === '') return {};
  const merged = { ...before };
  // Keys 0, 1, 2 … have been read as an array; here they are names all the same.
  for (const [key, value] of Object.entries(params.metadata)) {
    if (typeof value !== 'string') throw invalidRequest('Metadata values must be strings', { param: `metadata[${key}]` });
    if (key.length > 40) throw invalidRequest(`Metadata keys can have up to 40 characters, but you passed in a key of ${key.length} characters.`, { param: 'metadata' });
    if (value.length > 500) throw invalidRequest(`Metadata values can have up to 500 characters, but you passed in a value that is ${value.length} characters.`, { param: 'metadata' });
    if (value === '') delete merged[key];
    else merged[key] = value;
  }
  if (Object.keys(merged).length > 50) throw invalidRequest('You can specify up to 50 metadata keys.', { param: 'metadata' });
  return merged;
}

function fail(error: Error): never {
  throw error;
}
