import { contrastBetween, LARGE_TEXT_CONTRAST, readableColor, safeColor } from '../shared/brand-color.ts';
import { formatDay, formatDecimal, formatFileSize, formatMoney, formatPercent } from '../shared/format.ts';
import { html, lines as withBreaks, trustedHtml, type Html } from '../shared/html.ts';
import { fontsFor } from './document-fonts.ts';
import { documentLabels, type DocumentLabels } from './document-labels.ts';
import { DARKEST_PAPER, DOCUMENT_STYLE, PAGE_STYLE } from './document-style.ts';
import type { Logo, PrintedDocument, PrintedLine } from './printed-document.ts';

/** The document with its style, for a shadow root. It brings no font, and fetches nothing but the logo. */
export function documentFragment(document: PrintedDocument): string {
  const { logo } = document.business;
  const src = logo && `/files/logos/${encodeURIComponent(logo.fileId)}`;
  return html`<style>${trustedHtml(DOCUMENT_STYLE)}</style>${article(document, src)}`.toString();
}

/**
 * The same as a whole page to be printed, with the fonts that its text needs. It fetches nothing at
 * all: its logo is a data URI, and without one the name stands in its place.
 */
export function documentPage(document: PrintedDocument, images: { logo: string | null }): string {
  const body = article(document, images.logo);
  return printedPage({ title: documentTitle(document), locale: document.locale, body, text: textOf(article(document, null)) });
}

/** A page of paper in the document's look. `text` holds all characters that it needs fonts for. */
export function printedPage({ title, locale, body, text = textOf(body), style = '' }: { title: string; locale: string; body: Html; text?: string; style?: string }): string {
  const labels = documentLabels(locale);
  const fonts = fontsFor(text + title + Object.values(labels).join(''), locale);
  const root = `:root{--document-font:${fonts.families};--footer:${cssString(title)};--page:${cssString(labels.page)};--of:${cssString(labels.of)}}`;
  return html`<!doctype html>
<html lang="${labels.language}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<style>${trustedHtml([fonts.faces, root, DOCUMENT_STYLE, PAGE_STYLE, style].join('\n'))}</style>
</head>
<body>${body}</body>
</html>`.toString();
}

/** What the PDF says of itself. The language is that of its words, not the locale of its numbers. */
export function documentPrint(document: PrintedDocument): { title: string; lang: string; format: 'A4' | 'Letter' } {
  return {
    title: documentTitle(document),
    lang: documentLabels(document.locale).language,
    format: document.paper === 'LETTER' ? 'Letter' : 'A4',
  };
}

/** "Invoice INV-2026-0042 · Nordlys Studio" */
export function documentTitle({ kind, number, locale, business }: PrintedDocument): string {
  const labels = documentLabels(locale);
  return `${labels.kind[kind]} ${number ?? `(${labels.draft})`} · ${business.name}`;
}

function article(document: PrintedDocument, logoSrc: string | null): Html {
  const labels = documentLabels(document.locale);
  return html`<article class="document ${isCrowded(document) && 'crowded'}" lang="${labels.language}" dir="ltr" style="${documentColors(document.business.brandColor)}"><div class="sheet">
${letterhead(document, labels, logoSrc)}
${parties(document, labels)}
${headline(document, labels)}
${lineTable(document, labels)}
${closing(document, labels)}
</div></article>`;
}

/** The colour speaks in the mark, in the headline as far as it can be read there, and over the total. */
export function documentColors(brandColor: string): string {
  const brand = safeColor(brandColor);
  // Darkened enough to be read, a yellow or a pale one is mud.
  const isPale = contrastBetween(brand, DARKEST_PAPER) < 1.8;
  return `--brand:${brand};--brand-ink:${isPale ? 'var(--ink)' : readableColor(brand, DARKEST_PAPER, LARGE_TEXT_CONTRAST)}`;
}

/** Characters of all columns but the description, in a table that still leaves it a third of the paper. */
const ROOM_FOR_FIGURES = 54;

function isCrowded({ lines, taxes, currency, locale }: PrintedDocument): boolean {
  if (lines.length === 0) return false;
  const longest = (amounts: number[]) =>
    Math.max(...[Math.min(...amounts), Math.max(...amounts)].map((amount) => formatMoney(amount, currency, locale).length));
  const columns = [
    Math.max(...lines.map((line) => line.quantity.length)),
    longest(lines.map((line) => line.unitPrice)),
    lines.some((line) => line.discountTotal !== 0) ? longest(lines.map((line) => -line.discountTotal)) : 0,
    taxes.length > 0 ? Math.min(20, Math.max(...taxes.map((tax) => tax.name.length + tax.rate.length + 2))) : 0,
    longest(lines.map((line) => line.amount)),
  ];
  return columns.reduce((sum, width) => sum + width, 0) > ROOM_FOR_FIGURES;
}

function letterhead({ kind, number, business }: PrintedDocument, labels: DocumentLabels, logoSrc: string | null): Html {
  const { logo } = business;
  return html`<header class="letterhead">
${logo && logoSrc ? logoImage(logo, logoSrc) : html`<p class="business"><bdi>${business.name}</bdi></p>`}
<h1>${labels.kind[kind]} ${number ? html`<bdi>${number}</bdi>` : html`<span class="draft">${labels.draft}</span>`}</h1>
</header>`;
}

/** Without words of its own: the name that it shows stands below "From" as well. */
function logoImage({ width, height }: Logo, src: string): Html {
  return html`<img class="logo" src="${src}" width="${width}" height="${height}" alt="">`;
}

function parties(document: PrintedDocument, labels: DocumentLabels): Html {
  const { business, client } = document;
  return html`<div class="parties">
<section><h2>${labels.to[document.kind]}</h2><p class="name" dir="auto">${client.name}</p>
${client.contactName && client.contactName !== client.name && html`<p>${labels.attention} <bdi>${client.contactName}</bdi></p>`}
${addressLines(client.address)}${taxId(client.taxId, labels)}</section>
<section><h2>${labels.from}</h2><p class="name" dir="auto">${business.name}</p>
${addressLines(business.address)}${business.email && html`<p>${business.email}</p>`}${taxId(business.taxId, labels)}</section>
${particulars(document, labels)}
</div>`;
}

export function addressLines(address: string[]): Html[] {
  return address.map((line) => html`<p dir="auto">${line}</p>`);
}

function taxId(id: string | null, labels: DocumentLabels): Html | null {
  return id ? html`<p>${labels.taxId} <bdi>${id}</bdi></p>` : null;
}

function particulars({ kind, issueDate, dueDate, validUntil, corrects, reference, locale }: PrintedDocument, labels: DocumentLabels): Html {
  const day = (date: string) => html`<time datetime="${date}">${formatDay(date, locale)}</time>`;
  const row = (term: string, what: Html | null | false | '') => what && html`<div><dt>${term}</dt><dd>${what}</dd></div>`;
  return html`<dl class="particulars">
${row(labels.issued, day(issueDate))}
${row(labels.due, kind === 'INVOICE' && dueDate && day(dueDate))}
${row(labels.validUntil, kind === 'ESTIMATE' && validUntil && day(validUntil))}
${row(labels.corrects, corrects && html`${labels.kind.INVOICE} <bdi>${corrects.number}</bdi><br>${labels.ofDay} ${day(corrects.issueDate)}`)}
${row(labels.reference, reference && html`<bdi>${reference}</bdi>`)}
</dl>`;
}

/** The one figure that the reader looks for. */
function headline({ kind, total, currency, dueDate, validUntil, locale }: PrintedDocument, labels: DocumentLabels): Html {
  const day = kind === 'INVOICE' ? dueDate : kind === 'ESTIMATE' ? validUntil : null;
  const what = labels.headline[kind](day && formatDay(day, locale));
  return html`<p class="headline"><span>${what}</span> <bdi class="figure">${formatMoney(total, currency, locale)}</bdi></p>`;
}

/**
 * The totals are rows of the same table, and of the same group: only so does Chromium keep them with
 * the last lines at the end of a page. Narrow, rows become blocks; the roles keep them a table for
 * those who listen.
 */
function lineTable(document: PrintedDocument, labels: DocumentLabels): Html {
  const { lines, currency, locale, taxes } = document;
  const money = (minorUnits: number) => html`<bdi>${formatMoney(minorUnits, currency, locale)}</bdi>`;
  const isTaxed = taxes.length > 0;
  const isDiscounted = lines.some((line) => line.discountTotal !== 0);
  const head = (label: string) => html`<th scope="col" role="columnheader" class="number">${label}</th>`;
  const figures = [labels.quantity, labels.unitPrice, isDiscounted && labels.discount, isTaxed && labels.tax].filter((label) => label !== false);
  return html`<table class="lines" role="table">
<caption class="hidden">${labels.lines}</caption>
<thead role="rowgroup"><tr role="row">
<th scope="col" role="columnheader">${labels.description}</th>
${figures.map(head)}${head(labels.amount)}
</tr></thead>
<tbody role="rowgroup">
${lines.map(
  (line) => html`<tr role="row" class="line">
<th scope="row" role="rowheader"><div dir="auto">${withBreaks(line.description)}</div></th>
<td role="cell" class="number" data-label="${labels.quantity}">${formatDecimal(line.quantity, locale)}</td>
<td role="cell" class="number" data-label="${labels.unitPrice}">${money(line.unitPrice)}</td>
${isDiscounted && html`<td role="cell" class="number" data-label="${labels.discount}">${lineDiscount(line, money, labels, locale)}</td>`}
${isTaxed && html`<td role="cell" class="number taxes" data-label="${labels.tax}">${lineTaxes(line, locale)}</td>`}
<td role="cell" class="number amount">${money(line.amount)}</td>
</tr>`,
)}
${sums(document, labels).map(
  ({ label, amount, kind }) => html`<tr role="row" class="sum ${kind}"><td role="cell"></td>
<th scope="row" role="rowheader" colspan="${figures.length}">${label}</th>
<td role="cell" class="number">${money(amount)}</td></tr>`,
)}
</tbody></table>`;
}

interface Sum { label: string; amount: number; kind?: 'total' }

/** They add up from above to the total; what stands below it is contained in it. */
function sums(document: PrintedDocument, labels: DocumentLabels): Sum[] {
  const { subtotal, discount, discountTotal, netTotal, taxes, taxTotal, total, deposit, pricesIncludeTax, locale } = document;
  const reduction = labels.discountOf(discount?.percent ? formatPercent(discount.percent, locale) : null);
  const net = { label: labels.netTotal, amount: netTotal };
  return [
    ...(discountTotal !== 0 ? [{ label: labels.subtotal, amount: subtotal }, { label: reduction, amount: -discountTotal }] : []),
    ...(taxes.length > 0 && !pricesIncludeTax ? [net, { label: labels.tax, amount: taxTotal }] : []),
    { label: labels.total, amount: total, kind: 'total' },
    ...(taxes.length > 0 && pricesIncludeTax ? [{ label: labels.includedTax, amount: taxTotal }, net] : []),
    ...(deposit ? [{ label: labels.deposit, amount: deposit }] : []),
  ];
}

function lineDiscount({ discount, discountTotal }: PrintedLine, money: (minorUnits: number) => Html, labels: DocumentLabels, locale: string): Html | null {
  if (discountTotal === 0) return null;
  return html`${money(-discountTotal)}${discount?.percent && html` <small>${labels.off(formatPercent(discount.percent, locale))}</small>`}`;
}

function lineTaxes({ taxes }: PrintedLine, locale: string): Html[] {
  return taxes.map(
    (tax, index) => html`${index > 0 && html`<span class="comma">, </span>`}<span class="tax"><bdi>${tax.name}</bdi> ${formatPercent(tax.rate, locale)}</span>`,
  );
}

function taxSummary({ taxes, pricesIncludeTax, taxRounding, currency, locale }: PrintedDocument, labels: DocumentLabels): Html {
  const money = (minorUnits: number) => html`<td class="number"><bdi>${formatMoney(minorUnits, currency, locale)}</bdi></td>`;
  const remarks = [
    pricesIncludeTax && labels.pricesIncludeTax,
    taxes.some((tax) => tax.isCompound) && labels.compoundMeans,
    labels.rounding[taxRounding],
  ];
  return html`<section class="tax-summary"><table>
<caption>${labels.taxSummary}</caption>
<thead><tr><th scope="col">${labels.tax}</th><th scope="col" class="number">${labels.taxable}</th><th scope="col" class="number">${labels.amount}</th></tr></thead>
<tbody>${taxes.map(
    (tax) => html`<tr><th scope="row"><bdi>${tax.name}</bdi> ${formatPercent(tax.rate, locale)}${tax.isCompound && ` ${labels.compound}`}</th>${money(tax.base)}${money(tax.amount)}</tr>`,
  )}</tbody>
</table>
<p class="remark">${remarks.filter(Boolean).join(' ')}</p></section>`;
}

function closing(document: PrintedDocument, labels: DocumentLabels): Html | null {
  const { kind, taxes, terms, notes, attachments, locale } = document;
  const sections = [
    taxes.length > 0 && taxSummary(document, labels),
    kind === 'INVOICE' && payment(document, labels),
    terms && prose(labels.terms, terms),
    notes && prose(labels.notes, notes),
    attachments.length > 0 && html`<section><h2>${labels.attachments}</h2><ul>${attachments.map(
      ({ name, size }) => html`<li><bdi>${name}</bdi> <span class="quiet">${formatFileSize(size, locale)}</span></li>`,
    )}</ul></section>`,
  ].filter(Boolean);
  return sections.length > 0 ? html`<div class="closing">${sections}</div>` : null;
}

function payment({ business, dueDate, number, locale }: PrintedDocument, labels: DocumentLabels): Html {
  const [before, after] = labels.quote;
  return html`<section><h2>${labels.payment}</h2>
<p>${labels.payBy(dueDate && formatDay(dueDate, locale))}${number && html` ${before} <bdi class="unbroken">${number}</bdi> ${after}`}</p>
${business.bankDetails && html`<p class="prose" dir="auto">${withBreaks(business.bankDetails)}</p>`}</section>`;
}

/** Characters; beyond them, a half of the width makes a long thin column. */
const LONG = 400;

function prose(heading: string, text: string): Html {
  return html`<section class="${text.length > LONG && 'long'}"><h2>${heading}</h2><p class="prose" dir="auto">${withBreaks(text)}</p></section>`;
}

/** All characters that are to be seen, and a few of the markup besides. */
export function textOf(markup: Html): string {
  return markup.toString().replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** For `content`. Everything that could end the string, the rule or the style element is written as an escape. */
function cssString(text: string): string {
  return `"${text.replace(/["\\<>&\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
}
