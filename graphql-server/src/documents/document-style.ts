/**
 * Looks of the document on a screen and on paper. `--brand` is the business's colour, `--brand-ink`
 * the nearest that can be read on the paper. It asks its container, not the window, how wide it is.
 */
export const DOCUMENT_STYLE = `
.document {
  --paper: light-dark(#ffffff, #eceae6);
  --ink: #1c1d20;
  --quiet: #565960;
  --rule: rgb(28 29 32 / 14%);
  --row: .65em;
  container: sheet / inline-size;
  box-sizing: border-box;
  background: var(--paper);
  color: var(--ink);
  font: 400 15px/1.5 var(--document-font, "Inter Variable", Inter, system-ui, sans-serif);
  overflow-wrap: anywhere;
  text-align: start;
}
/* Its figures leave no room for words beside them: at any width it keeps the narrow table. */
.document.crowded { container-name: crowded; }
.document *, .document *::before { box-sizing: inherit; }
.document :is(h1, h2, p, dl, dd, ul) { margin: 0; padding: 0; font: inherit; }
/* A Hebrew name in an English document reads from the right, but stands with the others. */
.document [dir=auto] { text-align: -webkit-match-parent; text-align: match-parent; }
.document .prose[dir=auto] { text-align: start; }
.document .sheet { max-width: 56em; margin-inline: auto; padding: clamp(1.5em, 6cqi, 4em); }
.document .business::before { content: ""; display: block; width: 2.15em; height: .22em; margin-block-end: 1.1em; background: var(--brand); }

.document .letterhead { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: last baseline; gap: .5em 2em; }
.document .business { font-size: 1.4em; font-weight: 600; letter-spacing: -.01em; }
/* On the tinted paper of the dark the white ground of a picture goes away. */
.document .logo { display: block; width: auto; height: auto; max-width: min(18em, 100%); max-height: 4.4em; mix-blend-mode: multiply; }
.document h1 { font-size: 1.4em; letter-spacing: -.01em; color: var(--quiet); }
.document h1 bdi { color: var(--ink); font-weight: 600; }
.document .draft { display: inline-block; padding: 0 .6em; border: 1px solid currentcolor; border-radius: 1em; color: var(--quiet); font-size: .8em; font-weight: 600; }

.document h2, .document dt, .document th, .document caption, .document small, .document .quiet, .document .remark { color: var(--quiet); font-size: .84em; font-weight: 400; text-align: start; }
.document .parties { display: grid; grid-template-columns: 1fr; gap: 1.5em 2em; margin-block-start: 2.4em; }
.document .parties h2, .document dt { margin-block-end: .2em; }
.document .name { font-weight: 600; }
.document .particulars { display: flex; flex-wrap: wrap; gap: 1em 2.4em; }

.document .headline { margin-block: 2.6em 2.4em; padding-block: 1.3em; border-block: 1px solid var(--rule); display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .2em 1.5em; }
.document .figure { color: var(--brand-ink); font-size: 2.1em; font-weight: 600; line-height: 1.15; letter-spacing: -.025em; }

.document table { width: 100%; color: inherit; font: inherit; border-collapse: collapse; border-spacing: 0; }
.document caption { padding: 0; }
.document .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.document tr { break-inside: avoid; }
.document th, .document td { padding: .65em 0 .65em 1.4em; vertical-align: baseline; }
.document :is(th, td):first-child { padding-inline-start: 0; }
.document .unbroken { display: inline-block; max-width: 100%; }
.document .number { font-variant-numeric: tabular-nums; text-align: end; white-space: nowrap; overflow-wrap: normal; }
.document.crowded .tax-summary { grid-column: 1 / -1; }
.document.crowded .number { overflow-wrap: anywhere; white-space: normal; }
.document tbody th { color: inherit; font-size: inherit; }

.document .lines thead { display: none; }
.document .lines tbody { display: block; }
.document .lines tbody :is(th, td) { display: block; padding: 0; text-align: start; }
.document .line { display: grid; grid-template-columns: 1fr auto; gap: 0 1em; padding-block: .8em; border-block-end: 1px solid var(--rule); }
.document .line th { grid-column: 1 / -1; margin-block-end: .2em; text-align: -webkit-match-parent; text-align: match-parent; }
.document .line td:not(.amount) { grid-column: 1; color: var(--quiet); font-size: .9em; white-space: normal; }
.document .line td:not(.amount)::before { content: attr(data-label) " "; }
.document .line td small { font-size: 1em; }
.document .line .amount { grid-column: 2; grid-row: 2 / span 5; align-self: end; }
.document .line .amount, .document .total { font-weight: 600; }
.document .sum { display: flex; justify-content: space-between; gap: 1em; padding-block: .35em; }
.document .lines tbody td:empty { display: none; }
.document .sum th { color: var(--quiet); }
.document .line + .sum { margin-block-start: 1em; }
.document .total { margin-block-start: .45em; padding-block-start: .8em; border-block-start: 2px solid var(--brand); font-size: 1.15em; }
.document .total th { color: var(--ink); font-weight: 600; }

.document .closing { display: grid; grid-template-columns: 1fr; gap: 2em 3em; margin-block-start: 3em; }
.document .tax-summary table { font-size: .9em; }
.document .tax-summary :is(caption, thead th, .remark) { font-size: .84em; }
.document .tax-summary table :is(caption, thead th) { font-size: .93em; }
.document .tax-summary caption { padding-block-end: .3em; }
.document .tax-summary :is(th, td) { padding-block: .35em; }
.document .tax-summary thead th { border-block-end: 1px solid var(--rule); }
.document .closing .remark { padding-block-start: .6em; line-height: 1.4; }
.document .closing h2 { margin-block-end: .4em; break-after: avoid; }
.document .closing p { max-width: 38em; orphans: 3; widows: 3; }
.document .closing p + p { margin-block-start: .6em; }
.document .closing ul { list-style: none; }
.document .closing .long { grid-column: 1 / -1; }
.document .closing .long p { max-width: none; }

@container (min-width: 38em) {
  .document .parties { grid-template-columns: 1fr 1fr auto; }
  .document .particulars { flex-direction: column; gap: .8em; max-width: 14em; }
  .document .closing { grid-template-columns: 1fr 1fr; }
}
@container sheet (min-width: 38em) {
  .document .lines thead { display: table-header-group; }
  .document .lines thead th { padding-block: 0 .6em; border-block-end: 1px solid var(--ink); vertical-align: bottom; }
  .document .lines tbody { display: table-row-group; }
  .document .lines tbody tr { display: table-row; }
  .document .lines tbody tr :is(th, td), .document .lines tbody tr td:empty { display: table-cell; padding: var(--row) 0 var(--row) 1.4em; }
  .document .lines tbody tr :is(th, td):first-child { padding-inline-start: 0; }
  .document .line :is(th, td) { border-block-end: 1px solid var(--rule); }
  .document .line th { width: 50%; margin: 0; }
  .document .line td:not(.amount) { color: inherit; font-size: inherit; white-space: nowrap; }
  .document .line td:not(.amount)::before { content: none; }
  .document .lines tbody td { text-align: end; }
  .document .line td small { display: block; font-size: .84em; text-align: end; }
  .document .line .taxes { white-space: normal; }
  .document .tax { display: block; max-width: 11em; margin-inline-start: auto; }
  .document .comma { display: none; }
  .document .lines tbody .sum :is(th, td) { padding-block: .35em; }
  .document .lines tbody .line + .sum :is(th, td) { padding-block-start: 1.4em; }
  .document .lines tbody .sum:has(+ .total) :is(th, td) { padding-block-end: .8em; }
  .document .total { border: 0; }
  .document .lines tbody .total :is(th, td) { padding-block-start: .7em; }
  .document .lines tbody .total th { padding-inline-start: calc(1.4em / 1.15); }
  .document .total :is(th, td):not(:first-child), .document .line + .total td { border-block-start: 2px solid var(--brand); }
  .document .tax-summary { grid-column: 2; grid-row: 1 / span 2; }
}
/* From across a room, or on a 4K screen without scaling. */
@container (min-width: 110em) { .document .sheet { font-size: 1.25em; } }
@media (prefers-contrast: more) { .document { --quiet: #33353a; --rule: #565960; } }
`;

/** The darkest that the paper becomes: on the white of print every ink only gains. */
export const DARKEST_PAPER = '#eceae6';

/** The sheet of paper itself: margins, the footer of every page, and where a page may end. */
export const PAGE_STYLE = `
@page {
  margin: 14mm 18mm 19mm;
  @bottom-left { content: var(--footer); color: #565960; font: 8pt/1.4 var(--document-font); vertical-align: top; padding-top: 4mm; }
  @bottom-right { content: var(--page) " " counter(page) " " var(--of) " " counter(pages); color: #565960; font: 8pt/1.4 var(--document-font); vertical-align: top; padding-top: 4mm; }
}
html { color-scheme: light; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; }
.document { --row: .55em; font-size: 9.5pt; }
.document .sheet { max-width: none; padding: 0; }
.document .parties { margin-block-start: 2em; }
.document .headline { margin-block: 2em 1.8em; padding-block: 1.1em; }
.document .closing { margin-block-start: 2.2em; gap: 1.6em 3em; }
/* A transparency group for nothing: paper is white. */
.document .logo { mix-blend-mode: normal; }
/* The totals take two lines with them: alone on a page they are the totals of nothing. */
.document .sum { break-before: avoid; }
.document .line:has(+ .line + .sum) { break-after: avoid; }
.document .closing section:not(.long) { break-inside: avoid; }
`;
