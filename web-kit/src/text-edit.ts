export interface Edit {
  /** What to put in place of `from` to `to`. */
  from: number;
  to: number;
  text: string;
  /** What is selected afterwards. */
  select: [number, number];
}

/** Around the selection; around nothing, with room to type. */
export function boldEdit(value: string, start: number, end: number): Edit {
  const isBold = value.slice(start - 2, start) === '**' && value.slice(end, end + 2) === '**';
  if (isBold) return { from: start - 2, to: end + 2, text: value.slice(start, end), select: [start - 2, end - 2] };
  return { from: start, to: end, text: `**${value.slice(start, end)}**`, select: [start + 2, end + 2] };
}

/** Each selected line becomes an item, or stops being one when all were. */
export function listEdit(value: string, start: number, end: number): Edit {
  const from = value.lastIndexOf('\n', start - 1) + 1;
  const after = value.indexOf('\n', Math.max(end - 1, start));
  const to = after < 0 ? value.length : after;
  const lines = value.slice(from, to).split('\n');
  const isList = lines.every((line) => line.startsWith('- '));
  const text = lines.map((line) => (isList ? line.slice(2) : `- ${line}`)).join('\n');
  return { from, to, text, select: lines.length === 1 ? [from + text.length, from + text.length] : [from, from + text.length] };
}

/** A slash here asks for a canned reply; elsewhere it is a slash. */
export function asksForCannedReply(value: string, caret: number): boolean {
  return caret === 0 || value[caret - 1] === '\n';
}

/** Through the browser, so that its own undo takes it back. True when the field's `input` event has told of it. */
export function applyEdit(field: HTMLTextAreaElement, { from, to, text, select }: Edit): boolean {
  field.focus();
  field.setSelectionRange(from, to);
  const isTold = document.execCommand('insertText', false, text);
  if (!isTold) field.setRangeText(text, from, to, 'end');
  field.setSelectionRange(...select);
  return isTold;
}
