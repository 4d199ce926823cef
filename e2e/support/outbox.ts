import { expect } from 'vitest';

/** A mail as /dev/outbox.json tells it. */
export interface OutboxMail {
  MessageID: string;
  Subject: string;
  To: string;
  ReplyTo: string;
  HtmlBody: string;
  TextBody: string;
  links: { href: string; text: string }[];
}

/** The newest mail with all these words, once it is there. */
export async function mailWith(url: string, words: string): Promise<OutboxMail> {
  let found: OutboxMail | undefined;
  await expect.poll(async () => ([found] = await mailsWith(url, words)).length, { message: `a mail with "${words}"` }).toBeGreaterThan(0);
  return found!;
}

export async function mailsWith(url: string, words: string): Promise<OutboxMail[]> {
  const response = await fetch(`${url}/dev/outbox.json?q=${encodeURIComponent(words)}`);
  return (await response.json()) as OutboxMail[];
}

/** The one link of a mail that opens the portal or the dashboard. */
export function buttonOf({ links }: OutboxMail): string {
  const doors = new Set(links.map(({ href }) => href).filter((href) => href.includes('/l/')));
  expect(doors.size).toBe(1);
  return [...doors][0]!;
}
