import { undelivered } from '#lib/document/undelivered.ts';
import type { EstimateFullFragment } from '#lib/gql/graphql.ts';
import { formatDate } from 'web-kit/format.ts';
import type { Tone } from 'web-kit/status.ts';

/** What a person who opens the estimate should know, and do; the most pressing first. */
export function nextSteps(estimate: EstimateFullFragment, language: string): { tone: Tone; text: string }[] {
  const lost = undelivered(estimate.dispatches).map(({ recipient }) => recipient);
  return [
    ...(lost.length > 0 ? [{ tone: 'danger' as const, text: `The last mail to ${lost.join(', ')} did not arrive.` }] : []),
    standing(estimate, language),
  ];
}

function standing(estimate: EstimateFullFragment, language: string): { tone: Tone; text: string } {
  const { revisions, client, validUntil, invoice } = estimate;
  if (estimate.isBeingRevised) {
    return {
      tone: 'warning',
      text: `Pulled back. Your client still sees revision ${revisions.length}, marked as being revised, and cannot answer it. Sending publishes revision ${revisions.length + 1} under the same number.`,
    };
  }
  switch (estimate.status) {
    case 'DRAFT':
      if (client.contacts.length === 0) return { tone: 'warning', text: 'Add a contact to this client, then it can be sent.' };
      return { tone: 'neutral', text: 'Not sent yet: your client cannot see it. It gets its number when it is sent.' };
    case 'SENT':
      return { tone: 'info', text: `Waiting for your client’s answer${validUntil ? `, which can come until ${formatDate(validUntil, language)}` : ''}.` };
    case 'EXPIRED':
      return { tone: 'warning', text: 'It has expired, so your client can accept it no more. Pull it back to send it with a new date, or enter an answer that you were given.' };
    case 'ACCEPTED':
      return { tone: 'success', text: 'Accepted. Turn it into an invoice: the draft has the same lines.' };
    case 'DECLINED':
      return { tone: 'neutral', text: 'Declined. Pull it back to change it and offer it again.' };
    case 'INVOICED':
      return { tone: 'success', text: `Accepted, and turned into invoice ${invoice?.number ?? 'draft'}.` };
  }
}
