import type { MailLink } from './sent-message.ts';

/** Every link of a mail, in order: of the HTML, else of the text. */
export function linksOf({ HtmlBody, TextBody }: { HtmlBody: string; TextBody: string }): MailLink[] {
  return HtmlBody ? linksOfHtml(HtmlBody) : linksOfText(TextBody);
}

function linksOfHtml(html: string): MailLink[] {
  return [...html.matchAll(/<a\b([^>]*)>(.*?)<\/a\s*>/gis)].flatMap(([, attributes, content]) => {
    const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(attributes ?? '');
    const target = href?.[1] ?? href?.[2] ?? href?.[3];
    return target ? [{ href: decodeEntities(target.trim()), text: textOf(content ?? '') }] : [];
  });
}

function linksOfText(text: string): MailLink[] {
  return [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([match]) => {
    const href = match.replace(/[.,;:!?)\]]+$/, '');
    return { href, text: href };
  });
}

function textOf(html: string): string {
  return decodeEntities(html.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ').trim();
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(amp|lt|gt|quot|apos|nbsp));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED_ENTITIES[String(name).toLowerCase()] ?? whole;
    return String.fromCodePoint(Number.parseInt(decimal ?? hex, decimal ? 10 : 16));
  });
}

const NAMED_ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
