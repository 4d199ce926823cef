import type { SentMessage } from '../sent-message.ts';

/** Newest first; `to` is one whole address, `tag` one whole tag, `q` any text. */
export function searchOutbox(messages: SentMessage[], query: URLSearchParams): SentMessage[] {
  const to = query.get('to')?.trim().toLowerCase();
  const tag = query.get('tag');
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return messages
    .filter(
      (message) =>
        (!to || message.deliveries.some(({ recipient }) => recipient.toLowerCase() === to)) &&
        (!tag || message.Tag === tag) &&
        words.every((word) => searchText(message).includes(word)),
    )
    .toReversed();
}

function searchText({ From, To, Cc, Bcc, Subject, TextBody, HtmlBody, Tag }: SentMessage): string {
  return [From, To, Cc, Bcc, Subject, Tag, TextBody || HtmlBody].join('\n').toLowerCase();
}
