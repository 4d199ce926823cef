/** One well-formed document in pieces. Whatever can be awaited item by item becomes a list; the rest is as `JSON.stringify` has it. */
export async function* streamJson(value: unknown): AsyncGenerator<string> {
  if (isAsyncIterable(value)) {
    let mark = '[\n';
    for await (const item of value) {
      yield mark;
      yield* streamJson(item);
      mark = ',\n';
    }
    yield mark === '[\n' ? '[]' : '\n]';
  } else if (isObject(value) && Object.values(value).some(isAsyncIterable)) {
    let mark = '{\n';
    for (const [name, part] of Object.entries(value)) {
      if (part === undefined) continue;
      yield `${mark}${JSON.stringify(name)}: `;
      yield* streamJson(part);
      mark = ',\n';
    }
    yield '\n}';
  } else yield JSON.stringify(value) ?? 'null';
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> => typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
