/** Markup that is safe to show. Made by `html` alone, or by `trustedHtml` from text of our own. */
export class Html {
  constructor(private readonly markup: string) {}
  toString(): string {
    return this.markup;
  }
}

type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/** Every value is escaped, for text and for quoted attributes; `Html` goes in as it is, nothing for null and false. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(strings.reduce((all, text, index) => all + markup(values[index - 1]) + text));
}

/** Text with its line breaks kept. */
export function lines(text: string): Html {
  const parts = text.split(/\r\n|\r|\n/);
  return html`${parts.map((part, index) => (index === 0 ? html`${part}` : html`<br>${part}`))}`;
}

/** For style sheets and markup that we wrote ourselves. Never for anything that somebody entered. */
export function trustedHtml(markupOfOurs: string): Html {
  return new Html(markupOfOurs);
}

function markup(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map(markup).join('');
  return String(value).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
