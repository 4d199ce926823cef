import { contrastBetween, LARGE_TEXT_CONTRAST, readableColor, safeColor } from '../shared/brand-color.ts';
import { formatDay, formatDecimal, formatMoney, formatPercent } from '../shared/format.ts';
import { html, lines as withBreaks, trustedHtml, type Html } from '../shared/html.ts';
import { fontsFor } from './document-fonts.ts';
import { documentLabels, type DocumentLabels } from './invoice-document.labels.ts';
import { DARKEST_PAPER, DOCUMENT_STYLE, PAGE_STYLE } from './invoice-document.style.ts';

/** What a revision froze, as plain JSON. Amounts are minor units of `currency`. */
export interface InvoiceDocument {
  kind: 'INVOICE';
  /** null before the first sending */
  number: string | null;
  /** BCP 47 */
  locale: string;
  issueDate: string;
  dueDate: string | null;
  currency: string;
  business: { name: string; email: string | null; address: string[]; brandColor: string; bankDetails: string | null };
  client: { name: string; contactName: string | null; address: string[] };
  /** `quantity` and `taxRate` (percent) are decimals. */
  lines: { description: string; quantity: string; unitPrice: number; taxRate: string; amount: number }[];
  subtotal: number;
  taxes: { rate: string; base: number; amount: number }[];
  taxTotal: number;
  total: number;
  notes: string | null;
}

/** The document with its style, for a shadow root. It brings no font and fetches nothing. */
export function invoiceDocumentFragment(document: InvoiceDocument): string {
  return html`<style>${trustedHtml(DOCUMENT_STYLE)}</style>${article(document)}`.toString();
}

/** The same as a whole page to be printed, with the fonts that its text needs. */
export function invoiceDocumentPage(document: InvoiceDocument): string {
  const labels = documentLabels(document.locale);
  const body = article(document);
  const title = invoiceDocumentTitle(document);
  const fonts = fontsFor(textOf(body) + title + Object.values(labels).join(''), document.locale);
  const root = `:root{--document-font:${fonts.families};--footer:${cssString(title)};--page:${cssString(labels.page)};--of:${cssString(labels.of)}}`;
  return html`<!doctype html>
<html lang="${labels.language}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<style>${trustedHtml([fonts.faces, root, DOCUMENT_STYLE, PAGE_STYLE].join('\n'))}</style>
</head>
<body>${body}</body>
</html>`.toString();
}

/** What the PDF says of itself. The language is that of its words, not the locale of its numbers. */
export function invoiceDocumentPrint(document: InvoiceDocument): { title: string; lang: string } {
  return { title: invoiceDocumentTitle(document), lang: documentLabels(document.locale).language };
}

/** "Invoice INV-2026-0042 · Nordlys Studio" */
export function invoiceDocumentTitle({ kind, number, locale, business }: InvoiceDocument): string {
  const labels = documentLabels(locale);
  return `${labels.kind[kind]} ${number ?? `(${labels.draft})`} · ${business.name}`;
}

function article(document: InvoiceDocument): Html {
  const labels = documentLabels(document.locale);
  return html`<article class="document" lang="${labels.language}" dir="ltr" style="${colors(document.business.brandColor)}"><div class="sheet">
${letterhead(document, labels)}
${parties(document, labels)}
${amountDue(document, labels)}
${lineTable(document, labels)}
${sums(document, labels)}
${closing(document, labels)}
</div></article>`;
}

/** The colour speaks twice: in the mark, and in the amount due as far as it can be read there. */
function colors(brandColor: string): string {
  const brand = safeColor(brandColor);
  // Darkened enough to be read, a yellow or a pale one is mud.
  const isPale = contrastBetween(brand, DARKEST_PAPER) < 1.8;
  return `--brand:${brand};--brand-ink:${isPale ? 'var(--ink)' : readableColor(brand, DARKEST_PAPER, LARGE_TEXT_CONTRAST)}`;
}

function letterhead({ kind, number, business }: InvoiceDocument, labels: DocumentLabels): Html {
  return html`<div class="mark"></div>
<header class="letterhead">
<p class="business"><bdi>${business.name}</bdi></p>
<h1>${labels.kind[kind]} ${number ? html`<bdi>${number}</bdi>` : html`<span class="draft">${labels.draft}</span>`}</h1>
</header>`;
}

function parties({ business, client, issueDate, dueDate, locale }: InvoiceDocument, labels: DocumentLabels): Html {
  return html`<div class="parties">
<section><h2>${labels.billedTo}</h2><p class="name" dir="auto">${client.name}</p>
${client.contactName && client.contactName !== client.name && html`<p>${labels.attention} <bdi>${client.contactName}</bdi></p>`}
${addressLines(client.address)}</section>
<section><h2>${labels.from}</h2><p class="name" dir="auto">${business.name}</p>
${addressLines(business.address)}${business.email && html`<p>${business.email}</p>`}</section>
<dl class="days">
<div><dt>${labels.issued}</dt><dd><time datetime="${issueDate}">${formatDay(issueDate, locale)}</time></dd></div>
${dueDate && html`<div><dt>${labels.due}</dt><dd><time datetime="${dueDate}">${formatDay(dueDate, locale)}</time></dd></div>`}
</dl>
</div>`;
}

function addressLines(address: string[]): Html[] {
  return address.map((line) => html`<p dir="auto">${line}</p>`);
}

function amountDue({ total, currency, dueDate, locale }: InvoiceDocument, labels: DocumentLabels): Html {
  const when = dueDate ? labels.dueBy(formatDay(dueDate, locale)) : '';
  return html`<p class="due"><span class="when">${labels.amountDue} ${when}</span> <bdi class="figure">${formatMoney(total, currency, locale)}</bdi></p>`;
}

/** Narrow, its rows become blocks; the roles keep them a table for those who listen. */
function lineTable({ lines, currency, locale, taxes }: InvoiceDocument, labels: DocumentLabels): Html {
  const money = (minorUnits: number) => html`<bdi>${formatMoney(minorUnits, currency, locale)}</bdi>`;
  const isTaxed = taxes.length > 0;
  return html`<table class="lines" role="table">
<caption class="hidden">${labels.lines}</caption>
<thead role="rowgroup"><tr role="row">
<th scope="col" role="columnheader">${labels.description}</th>
<th scope="col" role="columnheader" class="number">${labels.quantity}</th>
<th scope="col" role="columnheader" class="number">${labels.unitPrice}</th>
${isTaxed && html`<th scope="col" role="columnheader" class="number">${labels.tax}</th>`}
<th scope="col" role="columnheader" class="number">${labels.amount}</th>
</tr></thead>
<tbody role="rowgroup">
${lines.map(
  (line) => html`<tr role="row">
<th scope="row" role="rowheader"><div dir="auto">${withBreaks(line.description)}</div></th>
<td role="cell" class="number" data-label="${labels.quantity}">${formatDecimal(line.quantity, locale)}</td>
<td role="cell" class="number" data-label="${labels.unitPrice}">${money(line.unitPrice)}</td>
${isTaxed && html`<td role="cell" class="number" data-label="${labels.tax}">${formatPercent(line.taxRate, locale)}</td>`}
<td role="cell" class="number amount">${money(line.amount)}</td>
</tr>`,
)}
</tbody></table>`;
}

function sums({ subtotal, taxes, taxTotal, total, currency, locale }: InvoiceDocument, labels: DocumentLabels): Html {
  const money = (minorUnits: number) => html`<td class="number"><bdi>${formatMoney(minorUnits, currency, locale)}</bdi></td>`;
  const isTaxed = taxes.length > 0;
  return html`<div class="sums">
${isTaxed && html`<table class="tax-summary">
<caption>${labels.taxSummary}</caption>
<thead><tr><th scope="col">${labels.rate}</th><th scope="col" class="number">${labels.taxable}</th><th scope="col" class="number">${labels.tax}</th></tr></thead>
<tbody>${taxes.map((tax) => html`<tr><th scope="row">${formatPercent(tax.rate, locale)}</th>${money(tax.base)}${money(tax.amount)}</tr>`)}</tbody>
</table>`}
<table class="totals">
<caption class="hidden">${labels.totals}</caption>
<tbody>
${isTaxed && html`<tr><th scope="row">${labels.subtotal}</th>${money(subtotal)}</tr>
<tr class="last"><th scope="row">${labels.tax}</th>${money(taxTotal)}</tr>`}
<tr class="total"><th scope="row">${labels.total}</th>${money(total)}</tr>
</tbody></table>
</div>`;
}

/** Characters; beyond them, a half of the width makes a long thin column. */
const LONG_NOTES = 400;

function closing({ business, dueDate, notes, number, locale }: InvoiceDocument, labels: DocumentLabels): Html {
  return html`<div class="closing">
<section class="bank"><h2>${labels.payment}</h2>
<p>${labels.terms(dueDate && formatDay(dueDate, locale), number)}</p>
${business.bankDetails && html`<p class="prose" dir="auto">${withBreaks(business.bankDetails)}</p>`}</section>
${notes && html`<section class="${notes.length > LONG_NOTES && 'long'}"><h2>${labels.notes}</h2><p class="prose" dir="auto">${withBreaks(notes)}</p></section>`}
</div>`;
}

/** All characters that are to be seen, and a few of the markup besides. */
function textOf(markup: Html): string {
  return markup.toString().replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** For `content`. Everything that could end the string, the rule or the style element is written as an escape. */
function cssString(text: string): string {
  return `"${text.replace(/["\\<>&\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
}
