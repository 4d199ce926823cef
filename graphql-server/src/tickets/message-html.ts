import { html, lines, type Html } from '../shared/html.ts';
import { blocksOf, type Run } from './message-text.ts';

/** Of a mail: the words of the sender, or the quieter ones that they answer. */
export type Voice = 'ink' | 'quiet';
const styles: Record<Voice, string> = { ink: 'color:#1c1d20', quiet: 'color:#5b5e66;font-size:14px' };

/** A message with its bold, lists and links, in the form that mail programs understand. */
export function messageHtml(text: string, voice: Voice = 'ink'): Html[] {
  const style = styles[voice];
  return blocksOf(text.trim()).map((block) => {
    if (block.kind === 'paragraph') return html`<p class="${voice}" dir="auto" style="margin:0 0 16px;${style}">${block.runs.map(run)}</p>`;
    const items = block.items.map(({ number, runs }) => html`<li${number !== null && html` value="${number}"`} style="margin:0 0 4px">${runs.map(run)}</li>`);
    return block.items[0]?.number === null
      ? html`<ul class="${voice}" dir="auto" style="margin:0 0 16px;padding:0 0 0 24px;${style}">${items}</ul>`
      : html`<ol class="${voice}" dir="auto" style="margin:0 0 16px;padding:0 0 0 24px;${style}">${items}</ol>`;
  });
}

function run({ text, isBold, href }: Run): Html {
  const shown = href ? html`<a href="${href}" style="color:inherit;text-decoration:underline">${lines(text)}</a>` : lines(text);
  return isBold ? html`<strong style="font-weight:600">${shown}</strong>` : shown;
}
