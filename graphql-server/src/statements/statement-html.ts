import { addressLines, documentColors, printedPage, textOf } from '../documents/document-html.ts';
import { documentLabels } from '../documents/document-labels.ts';
import type { Logo } from '../documents/printed-document.ts';
import { formatDay, formatMoney } from '../shared/format.ts';
import { html, type Html } from '../shared/html.ts';
import type { PeriodFigures, PeriodLine } from './period-statement.access.ts';
import { lineWords } from './statement-words.ts';

export interface PrintedStatement {
  locale: string; currency: string; from: string | null; to: string;
  business: { name: string; email: string | null; address: string[]; taxId: string | null; brandColor: string; logo: Logo | null };
  client: { name: string; address: string[] };
  figures: PeriodFigures;
  lines: PeriodLine[];
}

export const statementTitle = ({ business }: PrintedStatement) => `Statement of account · ${business.name}`;

/** A page of paper that fetches nothing. */
export function statementPage(statement: PrintedStatement, logo: string | null): string {
  return printedPage({ title: statementTitle(statement), locale: statement.locale, body: article(statement, logo), text: textOf(article(statement, null)) });
}

function article(statement: PrintedStatement, logo: string | null): Html {
  const { business, client, figures, locale, currency, from, to } = statement;
  const labels = documentLabels(locale);
  return html`<article class="document" lang="${labels.language}" dir="ltr" style="${documentColors(business.brandColor)}"><div class="sheet">
<header class="letterhead">
${business.logo && logo ? html`<img class="logo" src="${logo}" width="${business.logo.width}" height="${business.logo.height}" alt="">` : html`<p class="business"><bdi>${business.name}</bdi></p>`}
<h1>Statement of account</h1>
</header>
<div class="parties">
<section><h2>For</h2><p class="name" dir="auto">${client.name}</p>${addressLines(client.address)}</section>
<section><h2>${labels.from}</h2><p class="name" dir="auto">${business.name}</p>${addressLines(business.address)}${business.email && html`<p>${business.email}</p>`}</section>
<dl class="particulars"><div><dt>Period</dt><dd>${from ? html`${formatDay(from, locale)} to<br>` : 'Until '}${formatDay(to, locale)}</dd></div></dl>
</div>
<p class="headline"><span>${figures.closing < 0 ? 'Credit' : 'Owed'} on ${formatDay(to, locale)}</span> <bdi class="figure">${formatMoney(Math.abs(figures.closing), currency, locale)}</bdi></p>
${table(statement)}
</div></article>`;
}

function table({ figures, lines, locale, currency, from, to }: PrintedStatement): Html {
  const money = (minorUnits: number) => html`<bdi>${formatMoney(minorUnits, currency, locale)}</bdi>`;
  const row = (day: string | null, what: Html | string, change: number | null, balance: number) => html`<tr role="row" class="line">
<th scope="row" role="rowheader"><div dir="auto">${what}</div></th>
<td role="cell" class="number" data-label="Date">${day && formatDay(day, locale)}</td>
<td role="cell" class="number" data-label="Amount">${change !== null && money(change)}</td>
<td role="cell" class="number amount">${money(balance)}</td></tr>`;
  const sum = (label: string, amount: number, kind: 'total' | false = false) => html`<tr role="row" class="sum ${kind}"><td role="cell"></td>
<th scope="row" role="rowheader" colspan="2">${label}</th><td role="cell" class="number">${money(amount)}</td></tr>`;
  return html`<table class="lines" role="table">
<caption class="hidden">What changed the balance</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">What</th>
${['Date', 'Amount', 'Balance'].map((label) => html`<th scope="col" role="columnheader" class="number">${label}</th>`)}</tr></thead>
<tbody role="rowgroup">
${from && row(from, 'Opening balance', null, figures.opening)}
${lines.map((line) => row(line.occurredOn, html`${lineWords(line)}${line.reference && html` <small><bdi>${line.reference}</bdi></small>`}`, line.change, line.balance))}
${sum('Opening balance', figures.opening)}${sum('Invoiced', figures.added)}${sum('Paid and credited', -figures.taken)}${sum(`Balance on ${formatDay(to, locale)}`, figures.closing, 'total')}
</tbody></table>`;
}
