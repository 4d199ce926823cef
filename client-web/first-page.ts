/**
 * What the overview needs comes in one file: fewer requests, and it compresses better. The rest
 * comes with the pages that have it, so that the first page stays below 90 KiB.
 */
export function isOfFirstPage(id: string): boolean {
  return anywhere.test(id) && !later.some((pattern) => pattern.test(id));
}

const anywhere = /node_modules|\/web-kit\/src\/|\/client-web\/src\/(lib\/|routes\/(\+layout|\(portal\)\/[+A-Z]))/;

const later = [
  // Kit looks for these as files of their own.
  /runtime\/client\/(client-)?entry\.js/,
  /@stripe|svelte-sonner|runed|graphql-ws|virtua|bindings\/(input|select)\.js/,
  /@lucide\/svelte/,
  /web-kit\/src\/((DataTable|Dialog|DocumentView|EmptyState|ErrorState|Field|HtmlMail|MessageFiles|MessageText|Notice|Select|SortHeader|TextArea|TextField)\.svelte|number-text|send-key|text-edit|type-words)/,
  /src\/lib\/(ErrorPage|FileList|pay\/(?!PayButton|PayHost|payable))/,
  /\(portal\)\/\+error\.svelte/,
  /gql\/graphql\.(?!(Viewer|SignOut|Overview|InvoiceChanged|EstimateChanged|TicketChanged)Document)\w+\.js/,
];
