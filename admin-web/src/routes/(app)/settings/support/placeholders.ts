/** As the server fills them in (see `filledReply`). */
export const placeholders = [
  { placeholder: '{contact}', words: 'Who wrote the ticket' },
  { placeholder: '{client}', words: 'Name of the client' },
  { placeholder: '{owed}', words: 'What the client owes' },
  { placeholder: '{ticket}', words: 'Number of the ticket' },
  { placeholder: '{me}', words: 'Your name' },
  { placeholder: '{business}', words: 'Name of your business' },
];

/** In place of the selection. */
export function withPlaceholder(body: string, start: number, end: number, placeholder: string): { text: string; caret: number } {
  return { text: body.slice(0, start) + placeholder + body.slice(end), caret: start + placeholder.length };
}
