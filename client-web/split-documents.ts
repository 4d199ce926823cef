import type { Plugin } from 'vite';

const DOCUMENT = /^export const (\w+Document) = (\{.*\}) as unknown as .*;$/gm;

/**
 * Makes a module of each operation in the generated file, so that a page brings its own and the
 * first page does not bring those of all others.
 */
export function splitDocuments(file: string): Plugin {
  const documents = new Map<string, string>();
  return {
    name: 'split-documents',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (documents.has(id) ? id : null),
    load: (id) => documents.get(id) ?? null,
    transform(code, id) {
      if (!id.endsWith(file)) return null;
      return code.replaceAll(DOCUMENT, (_, name: string, document: string) => {
        const module = `${id.slice(0, -'.ts'.length)}.${name}.js`;
        documents.set(module, `export const ${name} = ${document};`);
        return `export { ${name} } from ${JSON.stringify(module)};`;
      });
    },
  };
}
