/** Markup that is already safe to print. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Printable = Html | string | number | false | undefined | Printable[];

/** Escapes every value but what was itself made by this tag. */
export function html(strings: TemplateStringsArray, ...values: Printable[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(print)));
}

function print(value: Printable): string {
  if (value instanceof Html) return value.markup;
  if (Array.isArray(value)) return value.map(print).join('');
  if (value === undefined || value === false) return '';
  return escapeHtml(String(value));
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
