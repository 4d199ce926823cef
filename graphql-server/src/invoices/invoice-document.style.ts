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
  container-type: inline-size;
  box-sizing: border-box;
  background: var(--paper);
  color: var(--ink);
  font: 400 15px/1.5 var(--document-font, "Inter Variable", Inter, system-ui, sans-serif);
  overflow-wrap: anywhere;
  text-align: start;
}
.document *, .document *::before { box-sizing: inherit; }
.document h1, .document h2, .document p, .document dl, .document dd { margin: 0; font: inherit; }
/* A Hebrew name in an English document reads from the right, but stands with the others. */
.document [dir=auto] { text-align: -webkit-match-parent; text-align: match-parent; }
.document .prose[dir=auto] { text-align: start; }
.document .sheet { max-width: 56em; margin-inline: auto; padding: clamp(1.5em, 6cqi, 4em); }
.document .mark { width: 3em; height: .3em; margin-block-end: 1.6em; background: var(--brand); }

.document .letterhead { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .5em 2em; }
.document .business { font-size: 1.4em; font-weight: 600; letter-spacing: -.01em; }
.document h1 { font-size: 1.4em; letter-spacing: -.01em; color: var(--quiet); }
.document h1 bdi { color: var(--ink); font-weight: 600; }
.document .draft { display: inline-block; padding: 0 .6em; border: 1px solid currentcolor; border-radius: 1em; color: var(--quiet); font-size: .8em; font-weight: 600; }

.document h2, .document dt, .document th, .document caption, .document .label { color: var(--quiet); font-size: .84em; font-weight: 400; text-align: start; }
.document .parties { display: grid; grid-template-columns: 1fr; gap: 1.5em 2em; margin-block-start: 2.4em; }
.document .parties h2, .document dt { margin-block-end: .2em; }
.document .name { font-weight: 600; }
.document .days { display: flex; flex-wrap: wrap; gap: 1em 2.4em; }

.document .due { margin-block: 2.6em 2.4em; padding-block: 1.3em; border-block: 1px solid var(--rule); display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .2em 1.5em; }
.document .due .figure { color: var(--brand-ink); font-size: 2.1em; font-weight: 600; line-height: 1.15; letter-spacing: -.025em; }

.document table { width: 100%; color: inherit; font: inherit; border-collapse: collapse; border-spacing: 0; }
.document caption { padding: 0; }
.document .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.document tr { break-inside: avoid; }
.document th, .document td { padding: .65em 0 .65em 1.4em; vertical-align: baseline; }
.document :is(th, td):first-child { padding-inline-start: 0; }
.document .number { font-variant-numeric: tabular-nums; text-align: end; white-space: nowrap; overflow-wrap: normal; }
.document tbody th { color: inherit; font-size: inherit; }

.document .lines thead { display: none; }
.document .lines tbody { display: block; }
.document .lines tbody tr { display: grid; grid-template-columns: 1fr auto; gap: 0 1em; padding-block: .8em; border-block-end: 1px solid var(--rule); }
.document .lines tbody :is(th, td) { display: block; padding: 0; text-align: start; }
.document .lines tbody th { grid-column: 1 / -1; margin-block-end: .2em; text-align: -webkit-match-parent; text-align: match-parent; }
.document .lines tbody td:not(.amount) { grid-column: 1; color: var(--quiet); font-size: .9em; white-space: normal; }
.document .lines tbody td:not(.amount)::before { content: attr(data-label) " "; }
.document .lines .amount { grid-column: 2; grid-row: 2 / span 3; align-self: end; }
.document .amount, .document .total { font-weight: 600; }

.document .sums { display: grid; grid-template-columns: 1fr; align-items: start; gap: 2em 3em; margin-block-start: 1.4em; break-inside: avoid; }
.document .sums :is(th, td) { padding-block: .35em; }
.document .totals th { color: var(--quiet); font-size: 1em; }
.document .totals .total :is(th, td) { border-block-start: 1.5px solid var(--ink); padding-block: .8em .35em; color: var(--ink); font-size: 1.15em; font-weight: 600; }
.document .totals .last :is(th, td) { padding-block-end: .8em; }
.document .tax-summary { order: 2; font-size: .9em; }
.document .tax-summary caption { font-size: .89em; padding-block-end: .3em; }
.document .tax-summary thead th { border-block-end: 1px solid var(--rule); font-size: .89em; }

.document .closing { display: grid; grid-template-columns: 1fr; gap: 2em 3em; margin-block-start: 3em; }
.document .closing h2 { margin-block-end: .4em; break-after: avoid; }
.document .closing p { max-width: 38em; orphans: 3; widows: 3; }
.document .closing p + p { margin-block-start: .6em; }
.document .bank { break-inside: avoid; }
.document .closing .long { grid-column: 1 / -1; }
.document .closing .long p { max-width: none; }

@container (min-width: 36em) {
  .document .parties { grid-template-columns: 1fr 1fr auto; }
  .document .days { flex-direction: column; gap: .8em; }
  .document .lines thead { display: table-header-group; }
  .document .lines thead th { padding-block: 0 .6em; border-block-end: 1px solid var(--ink); vertical-align: bottom; }
  .document .lines tbody { display: table-row-group; }
  .document .lines tbody tr { display: table-row; }
  .document .lines tbody :is(th, td) { display: table-cell; padding: .65em 0 .65em 1.4em; border-block-end: 1px solid var(--rule); }
  .document .lines tbody th { width: 50%; margin: 0; padding-inline-start: 0; }
  .document .lines tbody td { text-align: end; }
  .document .lines tbody td:not(.amount) { color: inherit; font-size: inherit; white-space: nowrap; }
  .document .lines tbody td:not(.amount)::before { content: none; }
  .document .sums, .document .closing { grid-template-columns: 1fr 1fr; }
  .document .tax-summary { order: 0; }
  .document .totals { grid-column: 2; }
}
@media (prefers-contrast: more) { .document { --quiet: #33353a; --rule: #565960; } }
`;

/** The darkest that the paper becomes: on the white of print every ink only gains. */
export const DARKEST_PAPER = '#eceae6';

/** The sheet of paper itself: margins, and the footer of every page. */
export const PAGE_STYLE = `
@page {
  margin: 16mm 18mm 22mm;
  @bottom-left { content: var(--footer); color: #565960; font: 8pt var(--document-font); vertical-align: top; padding-top: 5mm; }
  @bottom-right { content: var(--page) " " counter(page) " " var(--of) " " counter(pages); color: #565960; font: 8pt var(--document-font); vertical-align: top; padding-top: 5mm; }
}
html { color-scheme: light; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; }
.document { font-size: 9.5pt; }
.document .sheet { max-width: none; padding: 0; }
`;
