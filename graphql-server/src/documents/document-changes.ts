import { formatDay, formatDecimal, formatMoney, formatPercent } from '../shared/format.ts';
import type { Discount, Tax } from './document-totals.ts';
import type { PrintedDocument, PrintedLine } from './printed-document.ts';

/** What a revision says otherwise than the one before it, a sentence each. */
export function changesBetween(before: PrintedDocument, after: PrintedDocument): string[] {
  const { locale } = after;
  const day = (value: string | null) => (value ? formatDay(value, locale) : 'none');
  const text = (value: string | null | undefined) => value?.trim() || 'none';
  const facts: [what: string, before: string, after: string][] = [
    ['Issue date', day(before.issueDate), day(after.issueDate)],
    ['Due date', day(before.dueDate), day(after.dueDate)],
    ['Valid until', day(before.validUntil), day(after.validUntil)],
    ['Reference', text(before.reference), text(after.reference)],
    ['Your name', before.business.name, after.business.name],
    ['Your address', before.business.address.join(', '), after.business.address.join(', ')],
    ['Your tax number', text(before.business.taxId), text(after.business.taxId)],
    ['Client', before.client.name, after.client.name],
    ["Client's address", before.client.address.join(', '), after.client.address.join(', ')],
    ["Client's tax number", text(before.client.taxId), text(after.client.taxId)],
    ['Discount', discountText(before.discount, before), discountText(after.discount, after)],
    ['Prices', before.pricesIncludeTax ? 'with tax' : 'without tax', after.pricesIncludeTax ? 'with tax' : 'without tax'],
    ['Total', money(before.total, before), money(after.total, after)],
    ['Deposit', before.deposit ? money(before.deposit, before) : 'none', after.deposit ? money(after.deposit, after) : 'none'],
  ];
  return [
    ...facts.filter(([, was, is]) => was !== is).map(([what, was, is]) => `${what}: ${was || 'none'} → ${is || 'none'}`),
    ...(before.business.bankDetails === after.business.bankDetails ? [] : ['Bank details were changed']),
    ...(text(before.notes) === text(after.notes) ? [] : ['Notes were changed']),
    ...(text(before.terms) === text(after.terms) ? [] : ['Terms were changed']),
    ...(names(before) === names(after) ? [] : [`Attachments: ${names(before) || 'none'} → ${names(after) || 'none'}`]),
    ...lineChanges(before, after),
  ];
}

const names = ({ attachments }: PrintedDocument) => attachments.map(({ name }) => name).join(', ');
const money = (minorUnits: number, { currency, locale }: PrintedDocument) => formatMoney(minorUnits, currency, locale);

/** Lines are matched by their words; what has no match was added or removed. */
function lineChanges(before: PrintedDocument, after: PrintedDocument): string[] {
  const left = [...before.lines];
  const added: PrintedLine[] = [];
  const changed: string[] = [];
  for (const line of after.lines) {
    const exact = left.findIndex((one) => one.description === line.description && summary(one, before) === summary(line, after));
    const index = exact >= 0 ? exact : left.findIndex((one) => one.description === line.description);
    const [was] = index >= 0 ? left.splice(index, 1) : [];
    if (!was) added.push(line);
    else if (summary(was, before) !== summary(line, after)) changed.push(`“${title(line)}”: ${summary(was, before)} → ${summary(line, after)}`);
  }
  return [
    ...changed,
    ...added.map((line) => `Added “${title(line)}”: ${summary(line, after)}`),
    ...left.map((line) => `Removed “${title(line)}”: ${summary(line, before)}`),
  ];
}

const title = ({ description }: PrintedLine) => (description.length > 60 ? `${description.slice(0, 59)}…` : description).replaceAll(/\s+/g, ' ');

function summary({ quantity, unitPrice, discount, taxes }: PrintedLine, document: PrintedDocument): string {
  const parts = [`${formatDecimal(quantity, document.locale)} × ${money(unitPrice, document)}`, discount && `less ${discountText(discount, document)}`, taxText(taxes, document)];
  return parts.filter(Boolean).join(', ');
}

const taxText = (taxes: Tax[], { locale }: PrintedDocument) => taxes.map(({ name, rate }) => `${name} ${formatPercent(rate, locale)}`).join(' + ');

function discountText(discount: Discount | null, document: PrintedDocument): string {
  if (!discount) return 'none';
  return discount.percent === null ? money(discount.amount ?? 0, document) : formatPercent(discount.percent, document.locale);
}
