export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar date without time, `YYYY-MM-DD`. */
  Date: { input: string; output: string; }
  /** A date-time string at UTC, such as 2007-12-03T10:15:30Z, compliant with the `date-time` format outlined in section 5.6 of the RFC 3339 profile of the ISO 8601 standard for representation of dates and times using the Gregorian calendar.This scalar is serialized to a string in ISO 8601 format and parsed from a string in ISO 8601 format. */
  DateTime: { input: string; output: string; }
  /** A decimal number as a string, e.g. "1.5". */
  Decimal: { input: string; output: string; }
  /** The `SafeInt` scalar type represents non-fractional signed whole numeric values that are considered safe as defined by the ECMAScript specification. */
  SafeInt: { input: number; output: number; }
};

/** What is owed, by how long it has been due. */
export type Ageing = {
  __typename?: 'Ageing';
  longer: Money;
  notDue: Money;
  /** Due for 1 to 30 days. */
  upTo30Days: Money;
  upTo60Days: Money;
  upTo90Days: Money;
};

export type ApplyCreditInput = {
  /** As much as is there and is owed when left out. */
  amount?: InputMaybe<Scalars['SafeInt']['input']>;
  invoiceId: Scalars['ID']['input'];
};

/** A file that goes with a document. */
export type Attachment = {
  __typename?: 'Attachment';
  contentType: Scalars['String']['output'];
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** Bytes. */
  size: Scalars['SafeInt']['output'];
  /** Path on this origin. */
  url: Scalars['String']['output'];
};

export type AuthorKind =
  | 'CONTACT'
  | 'TEAM_MEMBER';

export type Business = {
  __typename?: 'Business';
  address: Array<Scalars['String']['output']>;
  /** Shown where a client cannot pay by card. */
  bankDetails?: Maybe<Scalars['String']['output']>;
  /** "#rrggbb" */
  brandColor: Scalars['String']['output'];
  /** A payment provider is connected. */
  canTakePayments: Scalars['Boolean']['output'];
  createdAt: Scalars['DateTime']['output'];
  creditNoteNumberPattern: Scalars['String']['output'];
  currency: Scalars['String']['output'];
  email?: Maybe<Scalars['String']['output']>;
  estimateNumberPattern: Scalars['String']['output'];
  estimateValidDays: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  /** Mail to it opens a ticket. */
  inboundAddress: Scalars['String']['output'];
  /** How long a magic link works. */
  linkDays: Scalars['Int']['output'];
  /** BCP 47, for clients that have none. */
  locale: Scalars['String']['output'];
  /** Path of the logo on this origin. */
  logoUrl?: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  /** For new documents. */
  notes?: Maybe<Scalars['String']['output']>;
  /** {YYYY} {YY} {MM} of the issue date and {SEQ:4}, the number with at least four digits. */
  numberPattern: Scalars['String']['output'];
  paper: Paper;
  /** Clients may pay a part of an invoice. */
  partialPayments: Scalars['Boolean']['output'];
  paymentTermsDays: Scalars['Int']['output'];
  /** Of new documents. */
  pricesIncludeTax: Scalars['Boolean']['output'];
  /** Days relative to the due date: -3 is three days before, 0 on it, 7 a week after. Empty: none are sent. */
  reminderDays: Array<Scalars['Int']['output']>;
  /** Mail to a ticket that was closed longer ago opens a new one. */
  reopenDays: Scalars['Int']['output'];
  /** From whom mail comes; the name when there is none. */
  senderName?: Maybe<Scalars['String']['output']>;
  /** Each payment is answered by a mail. */
  sendsReceipts: Scalars['Boolean']['output'];
  /** Printed on documents, such as a VAT number. */
  taxId?: Maybe<Scalars['String']['output']>;
  taxRates: Array<SavedTax>;
  /** Taxes of new documents are rounded on each line, or once on the whole. */
  taxRounding: TaxRounding;
  /** Of payment, for new documents. */
  terms?: Maybe<Scalars['String']['output']>;
  timeZone: Scalars['String']['output'];
  /** Seconds for which a reply of the team can be taken back. */
  undoSendSeconds: Scalars['Int']['output'];
};

/** A text that the team writes often. {client}, {contact}, {me}, {business}, {owed} and {ticket} are filled in. */
export type CannedReply = {
  __typename?: 'CannedReply';
  body: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
};

export type CheckoutSession = {
  __typename?: 'CheckoutSession';
  amount: Money;
  clientSecret: Scalars['String']['output'];
  paymentIntentId: Scalars['ID']['output'];
  publishableKey: Scalars['String']['output'];
  /** What is owed on these invoices after it. */
  remaining: Money;
};

export type Client = {
  __typename?: 'Client';
  /** Lines as they are printed. */
  address: Array<Scalars['String']['output']>;
  contacts: Array<Contact>;
  /** ISO 3166-1 alpha-2, when known. */
  country?: Maybe<Scalars['String']['output']>;
  createdAt: Scalars['DateTime']['output'];
  /** ISO 4217, for new documents; the business's when there is none. */
  currency?: Maybe<Scalars['String']['output']>;
  externalId?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  /** For the team. */
  internalNotes?: Maybe<Scalars['String']['output']>;
  isArchived: Scalars['Boolean']['output'];
  /** BCP 47 of its documents and mails; the business's when there is none. */
  locale?: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  /** Newest first; for the team. */
  payments: Array<ClientPayment>;
  phone?: Maybe<Scalars['String']['output']>;
  statement: Statement;
  /** Printed on documents, such as a VAT number. */
  taxId?: Maybe<Scalars['String']['output']>;
  /** Newest first; for the team. */
  timeline: TimelineEntryConnection;
};


export type ClientPaymentsArgs = {
  first?: Scalars['Int']['input'];
};


export type ClientTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  text?: InputMaybe<Scalars['String']['input']>;
  topics?: InputMaybe<Array<TimelineTopic>>;
};

export type ClientConnection = {
  __typename?: 'ClientConnection';
  edges: Array<ClientEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type ClientEdge = {
  __typename?: 'ClientEdge';
  cursor: Scalars['String']['output'];
  node: Client;
};

export type ClientEvent = {
  __typename?: 'ClientEvent';
  client: Client;
  createdAt: Scalars['DateTime']['output'];
  estimateId?: Maybe<Scalars['ID']['output']>;
  id: Scalars['ID']['output'];
  invoiceId?: Maybe<Scalars['ID']['output']>;
  kind: Scalars['String']['output'];
  occurredAt: Scalars['DateTime']['output'];
  summary: Scalars['String']['output'];
  /** Who did it, as they were called then. */
  teamMemberName?: Maybe<Scalars['String']['output']>;
  ticketId?: Maybe<Scalars['ID']['output']>;
};

export type ClientFilter = {
  /** Those that were archived, instead of the others. */
  isArchived?: InputMaybe<Scalars['Boolean']['input']>;
  /** In name, external id, or a contact. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** Of an update: what is left out stays, what is empty is taken away. */
export type ClientInput = {
  /** Lines as they are printed. */
  address?: InputMaybe<Array<Scalars['String']['input']>>;
  /** ISO 3166-1 alpha-2. */
  country?: InputMaybe<Scalars['String']['input']>;
  /** ISO 4217, for new documents. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Its id in another system; one client has it. */
  externalId?: InputMaybe<Scalars['String']['input']>;
  /** Seen by the team alone. */
  internalNotes?: InputMaybe<Scalars['String']['input']>;
  /** BCP 47. */
  locale?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  phone?: InputMaybe<Scalars['String']['input']>;
  taxId?: InputMaybe<Scalars['String']['input']>;
};

/** Money that came in at once, and what became of it. For the team. */
export type ClientPayment = {
  __typename?: 'ClientPayment';
  amount: Money;
  /** It was recorded by hand and counts. */
  canUndo: Scalars['Boolean']['output'];
  client: Client;
  /** What was beyond that, and was kept on account. */
  credit: Money;
  /** Taken away by disputes. */
  disputed: Money;
  disputes: Array<Dispute>;
  id: Scalars['ID']['output'];
  /** Came through Stripe. */
  isOnline: Scalars['Boolean']['output'];
  method: PaymentMethod;
  note?: Maybe<Scalars['String']['output']>;
  /** Of Stripe's dashboard. */
  providerUrl?: Maybe<Scalars['String']['output']>;
  receivedAt: Scalars['DateTime']['output'];
  receivedOn: Scalars['Date']['output'];
  recordedBy?: Maybe<Scalars['String']['output']>;
  reference?: Maybe<Scalars['String']['output']>;
  /** What can still be given back through Stripe, by whoever may. */
  refundable: Money;
  refunded: Money;
  /** Oldest first. */
  refunds: Array<Refund>;
  settled: Array<SettledPart>;
  undoneAt?: Maybe<Scalars['DateTime']['output']>;
};

export type ClientPaymentConnection = {
  __typename?: 'ClientPaymentConnection';
  edges: Array<ClientPaymentEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type ClientPaymentEdge = {
  __typename?: 'ClientPaymentEdge';
  cursor: Scalars['String']['output'];
  node: ClientPayment;
};

export type ColumnMappingInput = {
  /** As in `ImportPreview.columns`. */
  column: Scalars['String']['input'];
  /** As in `ImportField.name`. */
  field: Scalars['String']['input'];
};

export type ConnectStripeInput = {
  publishableKey: Scalars['String']['input'];
  secretKey: Scalars['String']['input'];
};

export type Contact = {
  __typename?: 'Contact';
  createdAt: Scalars['DateTime']['output'];
  email: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** Mail to the address came back or was called spam: none is sent until it is cleared. */
  suppression?: Maybe<Suppression>;
};

export type ContactInput = {
  email: Scalars['String']['input'];
  name: Scalars['String']['input'];
};

export type CopiedAddress = {
  __typename?: 'CopiedAddress';
  address: Scalars['String']['output'];
  name: Scalars['String']['output'];
};

export type CreateEstimateInput = {
  clientId: Scalars['ID']['input'];
  /** ISO 4217; the business's, or what it was, when left out. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** On the whole document. */
  discount?: InputMaybe<DiscountInput>;
  /** Today, or what it was, when left out. */
  issueDate?: InputMaybe<Scalars['Date']['input']>;
  /** They may be unfinished until the document is sent. */
  lines?: Array<DocumentLineInput>;
  notes?: InputMaybe<Scalars['String']['input']>;
  /** The setting of the business, or what it was, when left out. */
  pricesIncludeTax?: InputMaybe<Scalars['Boolean']['input']>;
  /** The client's own, such as a purchase order number. */
  reference?: InputMaybe<Scalars['String']['input']>;
  terms?: InputMaybe<Scalars['String']['input']>;
  /** By the setting of the business when left out. */
  validUntil?: InputMaybe<Scalars['Date']['input']>;
};

export type CreateInvoiceInput = {
  clientId: Scalars['ID']['input'];
  /** ISO 4217; the business's, or what it was, when left out. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Asked for beforehand, in minor units; more than zero and less than the total. None when left out. */
  deposit?: InputMaybe<Scalars['SafeInt']['input']>;
  /** On the whole document. */
  discount?: InputMaybe<DiscountInput>;
  /** By the payment terms of the business when left out. */
  dueDate?: InputMaybe<Scalars['Date']['input']>;
  /** Today, or what it was, when left out. */
  issueDate?: InputMaybe<Scalars['Date']['input']>;
  /** They may be unfinished until the document is sent. */
  lines?: Array<DocumentLineInput>;
  notes?: InputMaybe<Scalars['String']['input']>;
  /** The setting of the business, or what it was, when left out. */
  pricesIncludeTax?: InputMaybe<Scalars['Boolean']['input']>;
  /** The client's own, such as a purchase order number. */
  reference?: InputMaybe<Scalars['String']['input']>;
  terms?: InputMaybe<Scalars['String']['input']>;
};

export type CreateRefundInput = {
  /** Minor units of the payment's currency. */
  amount: Scalars['SafeInt']['input'];
  /** For the team. */
  note?: InputMaybe<Scalars['String']['input']>;
  paymentId: Scalars['ID']['input'];
  /** A UUID made with the form: a second click is the same refund. */
  requestKey: Scalars['String']['input'];
};

export type CreditNote = {
  __typename?: 'CreditNote';
  client: Client;
  createdAt: Scalars['DateTime']['output'];
  /** ISO 4217. */
  currency: Scalars['String']['output'];
  /** On the whole document. */
  discount?: Maybe<Discount>;
  /** What the discount on the whole document comes to. */
  discountTotal: Money;
  /** Each mail about it, newest first; for the team. */
  dispatches: Array<Dispatch>;
  /** The document as accessible HTML with its own <style>, from the template of the PDF; for a shadow root. */
  documentHtml: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** The one that it corrects. */
  invoice: Invoice;
  issueDate: Scalars['Date']['output'];
  lines: Array<DocumentLine>;
  /** Without tax: `netTotal + taxTotal = total`. */
  netTotal: Money;
  notes?: Maybe<Scalars['String']['output']>;
  /** Given when the document is first sent. */
  number?: Maybe<Scalars['String']['output']>;
  /** Path of the PDF on this origin. */
  pdfUrl: Scalars['String']['output'];
  pricesIncludeTax: Scalars['Boolean']['output'];
  reason?: Maybe<Scalars['String']['output']>;
  /** The client's own, such as a purchase order number. */
  reference?: Maybe<Scalars['String']['output']>;
  /** How often it was sent with something changed; 0 before the first time. */
  revision: Scalars['Int']['output'];
  sentAt?: Maybe<Scalars['DateTime']['output']>;
  /** The sum of the lines' amounts. */
  subtotal: Money;
  /** As the business had it when the draft was begun. */
  taxRounding: TaxRounding;
  taxTotal: Money;
  taxes: Array<TaxTotal>;
  /** Of payment, as printed. */
  terms?: Maybe<Scalars['String']['output']>;
  total: Money;
  /** Rises with every change of a draft; given back when saving, so that nobody overwrites what they have not seen. */
  version: Scalars['Int']['output'];
};

export type CreditSuggestion =
  | 'APPLY'
  | 'KEEP'
  | 'REFUND';

/** Money of a client that settled nothing, and what to do with it. */
export type CreditToPlace = {
  __typename?: 'CreditToPlace';
  client: Client;
  credit: Money;
  /** The oldest invoice that it could settle. */
  invoice?: Maybe<Invoice>;
  owed: Money;
  /** The latest payment that it could be given back of. */
  payment?: Maybe<ClientPayment>;
  suggestion: CreditSuggestion;
};

export type Dashboard = {
  __typename?: 'Dashboard';
  /** One row per currency, never a sum over currencies; most owed first. */
  balances: Array<DashboardBalance>;
  /** The newest 20 of all clients. */
  latestEvents: Array<ClientEvent>;
  /** Twelve months up to this one, of one currency. */
  months: Array<DashboardMonth>;
  /** Tickets that are not closed. */
  openTickets: Scalars['Int']['output'];
};


export type DashboardMonthsArgs = {
  currency: Scalars['String']['input'];
};

/** Over all clients, in one currency. */
export type DashboardBalance = {
  __typename?: 'DashboardBalance';
  /** Kept on account. */
  credit: Money;
  currency: Scalars['String']['output'];
  outstandingCount: Scalars['Int']['output'];
  /** The part of it that is past due. */
  overdue: Money;
  overdueCount: Scalars['Int']['output'];
  owed: Money;
  /** Net of what was undone, by the day on which it was received. */
  paidThisMonth: Money;
};

/** `month` is its first day. */
export type DashboardMonth = {
  __typename?: 'DashboardMonth';
  /** Net of what was pulled back, made void or credited in it. */
  invoiced: Money;
  month: Scalars['Date']['output'];
  paid: Money;
};

/** Exactly one of the two. */
export type Discount = {
  __typename?: 'Discount';
  amount?: Maybe<Money>;
  percent?: Maybe<Scalars['Decimal']['output']>;
};

/** Exactly one of the two. */
export type DiscountInput = {
  /** Minor units. */
  amount?: InputMaybe<Scalars['SafeInt']['input']>;
  percent?: InputMaybe<Scalars['Decimal']['input']>;
};

export type Dispatch = {
  __typename?: 'Dispatch';
  createdAt: Scalars['DateTime']['output'];
  error?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  kind: DispatchKind;
  /** Unreliable: some mail programs open every mail, and others hide that they did. */
  openedAt?: Maybe<Scalars['DateTime']['output']>;
  recipient: Scalars['String']['output'];
  sentAt?: Maybe<Scalars['DateTime']['output']>;
  state: DispatchState;
};

export type DispatchKind =
  | 'CREDIT_NOTE'
  | 'ESTIMATE'
  | 'INVOICE'
  | 'RECEIPT'
  | 'REFUND'
  | 'REMINDER'
  | 'SIGN_IN'
  | 'TICKET_REPLY';

export type DispatchState =
  | 'BOUNCED'
  | 'CANCELLED'
  | 'COMPLAINED'
  | 'DELIVERED'
  | 'FAILED'
  | 'QUEUED'
  | 'SENT';

/** A payer's bank asks for the money back. For the team. */
export type Dispute = {
  __typename?: 'Dispute';
  amount: Money;
  client: Client;
  closedAt?: Maybe<Scalars['DateTime']['output']>;
  evidenceDueAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  openedAt: Scalars['DateTime']['output'];
  payment: ClientPayment;
  /** Of Stripe's dashboard, where it is answered. */
  providerUrl: Scalars['String']['output'];
  /** Stripe's word, such as fraudulent or product_not_received. */
  reason: Scalars['String']['output'];
  status: DisputeStatus;
  /** What of the money is gone at the moment. */
  withdrawn: Money;
};

export type DisputeConnection = {
  __typename?: 'DisputeConnection';
  edges: Array<DisputeEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type DisputeEdge = {
  __typename?: 'DisputeEdge';
  cursor: Scalars['String']['output'];
  node: Dispute;
};

export type DisputeStatus =
  | 'CLOSED'
  | 'INQUIRY'
  | 'LOST'
  | 'NEEDS_RESPONSE'
  | 'UNDER_REVIEW'
  | 'WON';

export type DocumentKind =
  | 'CREDIT_NOTE'
  | 'ESTIMATE'
  | 'INVOICE';

export type DocumentLine = {
  __typename?: 'DocumentLine';
  /** After the line's own discount; with tax if prices are. */
  amount: Money;
  description: Scalars['String']['output'];
  discount?: Maybe<Discount>;
  /** What the discount comes to. */
  discountTotal: Money;
  id: Scalars['ID']['output'];
  quantity: Scalars['Decimal']['output'];
  taxes: Array<Tax>;
  unitPrice: Money;
};

export type DocumentLineInput = {
  description: Scalars['String']['input'];
  discount?: InputMaybe<DiscountInput>;
  quantity?: Scalars['Decimal']['input'];
  taxes?: Array<TaxInput>;
  /** Minor units. */
  unitPrice: Scalars['SafeInt']['input'];
};

export type Estimate = {
  __typename?: 'Estimate';
  answeredAt?: Maybe<Scalars['DateTime']['output']>;
  /** The name that was typed in. */
  answeredBy?: Maybe<Scalars['String']['output']>;
  /** Where the answer came from; for the team. */
  answeredIp?: Maybe<Scalars['String']['output']>;
  attachments: Array<Attachment>;
  availableActions: Array<EstimateAction>;
  client: Client;
  createdAt: Scalars['DateTime']['output'];
  /** ISO 4217. */
  currency: Scalars['String']['output'];
  declineReason?: Maybe<Scalars['String']['output']>;
  /** On the whole document. */
  discount?: Maybe<Discount>;
  /** What the discount on the whole document comes to. */
  discountTotal: Money;
  /** Each mail about it, newest first; for the team. */
  dispatches: Array<Dispatch>;
  /** The document as accessible HTML with its own <style>, from the template of the PDF; for a shadow root. */
  documentHtml: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** The invoice that it became. */
  invoice?: Maybe<Invoice>;
  /** It was sent and pulled back. What a contact sees is what was sent last. */
  isBeingRevised: Scalars['Boolean']['output'];
  issueDate: Scalars['Date']['output'];
  lines: Array<DocumentLine>;
  /** Without tax: `netTotal + taxTotal = total`. */
  netTotal: Money;
  notes?: Maybe<Scalars['String']['output']>;
  /** Given when the document is first sent. */
  number?: Maybe<Scalars['String']['output']>;
  /** Path of the PDF on this origin; none before the first sending. */
  pdfUrl?: Maybe<Scalars['String']['output']>;
  pricesIncludeTax: Scalars['Boolean']['output'];
  /** The client's own, such as a purchase order number. */
  reference?: Maybe<Scalars['String']['output']>;
  /** How often it was sent with something changed; 0 before the first time. */
  revision: Scalars['Int']['output'];
  /** Each that was sent, newest first; for the team. */
  revisions: Array<Revision>;
  sentAt?: Maybe<Scalars['DateTime']['output']>;
  status: EstimateStatus;
  /** The sum of the lines' amounts. */
  subtotal: Money;
  /** As the business had it when the draft was begun. */
  taxRounding: TaxRounding;
  taxTotal: Money;
  taxes: Array<TaxTotal>;
  /** Of payment, as printed. */
  terms?: Maybe<Scalars['String']['output']>;
  total: Money;
  /** The last day on which it can be accepted. */
  validUntil?: Maybe<Scalars['Date']['output']>;
  /** Rises with every change of a draft; given back when saving, so that nobody overwrites what they have not seen. */
  version: Scalars['Int']['output'];
};

export type EstimateAction =
  | 'ACCEPT'
  | 'CONVERT'
  | 'DECLINE'
  | 'DISCARD'
  | 'DOWNLOAD'
  | 'DUPLICATE'
  | 'EDIT'
  | 'PULL_BACK'
  | 'RESEND'
  | 'SEND';

export type EstimateConnection = {
  __typename?: 'EstimateConnection';
  edges: Array<EstimateEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type EstimateEdge = {
  __typename?: 'EstimateEdge';
  cursor: Scalars['String']['output'];
  node: Estimate;
};

export type EstimateFilter = {
  clientId?: InputMaybe<Scalars['ID']['input']>;
  status?: InputMaybe<Array<EstimateStatus>>;
  /** In number, reference, client or lines. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** EXPIRED is derived: sent, not answered, and valid until before today in the time zone of the business. */
export type EstimateStatus =
  | 'ACCEPTED'
  | 'DECLINED'
  | 'DRAFT'
  | 'EXPIRED'
  | 'INVOICED'
  | 'SENT';

export type ImportBatch = {
  __typename?: 'ImportBatch';
  /** Whose import it was. */
  by?: Maybe<Scalars['String']['output']>;
  createdAt: Scalars['DateTime']['output'];
  fileName: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Clients or invoices. */
  imported: Scalars['Int']['output'];
  kind: ImportKind;
  rowCount: Scalars['Int']['output'];
  /** Why it cannot be undone, if so. */
  undoRefusal?: Maybe<Scalars['String']['output']>;
  undoneAt?: Maybe<Scalars['DateTime']['output']>;
};

/** What stands first in 03/04/2026. */
export type ImportDateOrder =
  | 'DAY_FIRST'
  | 'MONTH_FIRST';

/** What stands before decimals. */
export type ImportDecimalSign =
  | 'COMMA'
  | 'POINT';

/** Rows are numbered as in the file, the header being 1. */
export type ImportError = {
  __typename?: 'ImportError';
  /** As the file calls it. */
  column?: Maybe<Scalars['String']['output']>;
  message: Scalars['String']['output'];
  row: Scalars['Int']['output'];
};

export type ImportField = {
  __typename?: 'ImportField';
  isRequired: Scalars['Boolean']['output'];
  label: Scalars['String']['output'];
  name: Scalars['String']['output'];
  suggestedColumn?: Maybe<Scalars['String']['output']>;
};

/** How the file writes dates and numbers; found out from it where left out. */
export type ImportFormatInput = {
  dateOrder?: InputMaybe<ImportDateOrder>;
  decimalSign?: InputMaybe<ImportDecimalSign>;
};

export type ImportKind =
  | 'CLIENTS'
  | 'INVOICES';

export type ImportPreview = {
  __typename?: 'ImportPreview';
  /** Of the file, in its order. */
  columns: Array<Scalars['String']['output']>;
  /** What the import knows; with the file's column that seems to be meant. */
  fields: Array<ImportField>;
  rows: Scalars['Int']['output'];
  /** The first rows, as they stand in the file. */
  sample: Array<Array<Scalars['String']['output']>>;
};

/** With an error, nothing was imported. */
export type ImportReport = {
  __typename?: 'ImportReport';
  /** By row; after the first 1,000, one that says how many more there are. */
  errors: Array<ImportError>;
  /** Clients or invoices. */
  imported: Scalars['Int']['output'];
  /** Rows in the file, without the header. */
  rows: Scalars['Int']['output'];
};

/** A mail as it came in, and what became of it. For the team. */
export type InboundEmail = {
  __typename?: 'InboundEmail';
  attachmentNames: Array<Scalars['String']['output']>;
  canAccept: Scalars['Boolean']['output'];
  /** Whose mail it seems to be. */
  client?: Maybe<Client>;
  createdAt: Scalars['DateTime']['output'];
  from: Scalars['String']['output'];
  fromName: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  outcome: InboundOutcome;
  /** Why it was set aside or ignored. */
  reason?: Maybe<Scalars['String']['output']>;
  subject: Scalars['String']['output'];
  /** What could be read of it. */
  text: Scalars['String']['output'];
  ticket?: Maybe<Ticket>;
};

export type InboundEmailConnection = {
  __typename?: 'InboundEmailConnection';
  edges: Array<InboundEmailEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type InboundEmailEdge = {
  __typename?: 'InboundEmailEdge';
  cursor: Scalars['String']['output'];
  node: InboundEmail;
};

export type InboundOutcome =
  | 'ACCEPTED'
  | 'IGNORED'
  | 'QUARANTINED'
  | 'RECEIVED';

export type InviteTeamMemberInput = {
  email: Scalars['String']['input'];
  name: Scalars['String']['input'];
  role: Role;
};

export type Invoice = {
  __typename?: 'Invoice';
  /** Settled with credit: of credit notes, and of what was paid in excess. */
  amountCredited: Money;
  amountPaid: Money;
  attachments: Array<Attachment>;
  availableActions: Array<InvoiceAction>;
  /** What is still to be paid. */
  balance: Money;
  client: Client;
  createdAt: Scalars['DateTime']['output'];
  creditNotes: Array<CreditNote>;
  /** ISO 4217. */
  currency: Scalars['String']['output'];
  /** Asked for beforehand. */
  deposit?: Maybe<Money>;
  /** What of the deposit is still to be paid; null when there is nothing. */
  depositDue?: Maybe<Money>;
  /** On the whole document. */
  discount?: Maybe<Discount>;
  /** What the discount on the whole document comes to. */
  discountTotal: Money;
  /** Each mail about it, newest first; for the team. */
  dispatches: Array<Dispatch>;
  /** The document as accessible HTML with its own <style>, from the template of the PDF; for a shadow root. */
  documentHtml: Scalars['String']['output'];
  dueDate?: Maybe<Scalars['Date']['output']>;
  /** The estimate that it was made from. */
  estimate?: Maybe<Estimate>;
  id: Scalars['ID']['output'];
  /** It was sent and pulled back. What a contact sees is what was sent last. */
  isBeingRevised: Scalars['Boolean']['output'];
  /** A payer's bank asks for money back that had settled it; reminders wait. */
  isDisputed: Scalars['Boolean']['output'];
  /** A payment is on its way and not certain yet. */
  isProcessing: Scalars['Boolean']['output'];
  issueDate: Scalars['Date']['output'];
  lines: Array<DocumentLine>;
  /** Without tax: `netTotal + taxTotal = total`. */
  netTotal: Money;
  notes?: Maybe<Scalars['String']['output']>;
  /** Given when the document is first sent. */
  number?: Maybe<Scalars['String']['output']>;
  paidAt?: Maybe<Scalars['DateTime']['output']>;
  payments: Array<Payment>;
  /** Path of the PDF on this origin; none before the first sending. */
  pdfUrl?: Maybe<Scalars['String']['output']>;
  pricesIncludeTax: Scalars['Boolean']['output'];
  /** The client's own, such as a purchase order number. */
  reference?: Maybe<Scalars['String']['output']>;
  /** How often it was sent with something changed; 0 before the first time. */
  revision: Scalars['Int']['output'];
  /** Each that was sent, newest first; for the team. */
  revisions: Array<Revision>;
  sentAt?: Maybe<Scalars['DateTime']['output']>;
  status: InvoiceStatus;
  /** The sum of the lines' amounts. */
  subtotal: Money;
  /** As the business had it when the draft was begun. */
  taxRounding: TaxRounding;
  taxTotal: Money;
  taxes: Array<TaxTotal>;
  /** Of payment, as printed. */
  terms?: Maybe<Scalars['String']['output']>;
  total: Money;
  /** Rises with every change of a draft; given back when saving, so that nobody overwrites what they have not seen. */
  version: Scalars['Int']['output'];
  voidedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type InvoiceAction =
  | 'APPLY_CREDIT'
  | 'DISCARD'
  | 'DOWNLOAD'
  | 'DUPLICATE'
  | 'EDIT'
  | 'ISSUE_CREDIT_NOTE'
  | 'PAY'
  | 'PULL_BACK'
  | 'RECORD_PAYMENT'
  | 'RESEND'
  | 'SEND'
  | 'VOID';

export type InvoiceConnection = {
  __typename?: 'InvoiceConnection';
  edges: Array<InvoiceEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type InvoiceEdge = {
  __typename?: 'InvoiceEdge';
  cursor: Scalars['String']['output'];
  node: Invoice;
};

export type InvoiceFilter = {
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** ISO 4217. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Of the issue date, inclusive. */
  from?: InputMaybe<Scalars['Date']['input']>;
  /** Of the total in minor units, inclusive; needs `currency`. */
  maxTotal?: InputMaybe<Scalars['SafeInt']['input']>;
  /** Of the total in minor units, inclusive; needs `currency`. */
  minTotal?: InputMaybe<Scalars['SafeInt']['input']>;
  status?: InputMaybe<Array<InvoiceStatus>>;
  /** In number, reference, client, notes or lines. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** Of the issue date, inclusive. */
  to?: InputMaybe<Scalars['Date']['input']>;
  /** Of the issue date. */
  year?: InputMaybe<Scalars['Int']['input']>;
};

export type InvoiceSort = {
  direction?: SortDirection;
  field?: InvoiceSortField;
};

/** STATUS: Draft, Sent, Overdue, Paid, Void; newest first within each. TOTAL: by currency, then by amount. */
export type InvoiceSortField =
  | 'DUE_DATE'
  | 'ISSUE_DATE'
  | 'NUMBER'
  | 'STATUS'
  | 'TOTAL';

/** OVERDUE is derived: sent, not fully paid, and due before today in the time zone of the business. */
export type InvoiceStatus =
  | 'DRAFT'
  | 'OVERDUE'
  | 'PAID'
  | 'SENT'
  | 'VOID';

export type IssueCreditNoteInput = {
  /** Whom it is mailed to: all of the client's contacts when empty, nobody when left out. */
  contactIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  invoiceId: Scalars['ID']['input'];
  /** The whole invoice when left out. */
  lines?: InputMaybe<Array<DocumentLineInput>>;
  /** Goes with the mail. */
  message?: InputMaybe<Scalars['String']['input']>;
  reason?: InputMaybe<Scalars['String']['input']>;
};

export type MessageAttachment = {
  __typename?: 'MessageAttachment';
  contentType?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** Why it was not kept: too large, a program, … */
  omittedBecause?: Maybe<Scalars['String']['output']>;
  size?: Maybe<Scalars['SafeInt']['output']>;
  /** Behind the session; null when it was not kept. */
  url?: Maybe<Scalars['String']['output']>;
};

export type MessageChannel =
  | 'EMAIL'
  | 'WEB';

export type MessageDelivery = {
  __typename?: 'MessageDelivery';
  error?: Maybe<Scalars['String']['output']>;
  recipient: Scalars['String']['output'];
  state: DispatchState;
};

/** Integer minor units of an ISO 4217 currency: JPY has 0 decimals, KWD 3. */
export type Money = {
  __typename?: 'Money';
  currency: Scalars['String']['output'];
  minorUnits: Scalars['SafeInt']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** By the client, or by the team for what the client said elsewhere. */
  acceptEstimate: Estimate;
  /** Into its ticket, or a new one of the client; its sender is known to the ticket from then on. */
  acceptInboundEmail: InboundEmail;
  /** One that was archived and has the same address comes back. */
  addContact: Contact;
  /** Mailed from now on what the team writes. */
  addParticipant: Ticket;
  /** Tells the others who look at the ticket; forgotten after ten seconds. */
  announcePresence: Scalars['Boolean']['output'];
  /** Settles with credit on account. */
  applyCredit: Invoice;
  /** Ends the links and sessions of all its contacts at once. Its record stays. */
  archiveClient: Client;
  /** Ends its links and sessions at once. */
  archiveContact: Scalars['ID']['output'];
  /** To nobody without a team member. */
  assignTicket: Ticket;
  /** Attaches an uploaded file to a draft; at most 20. */
  attachFile: Attachment;
  /** Somebody else's; never one's own. */
  changeRole: TeamMember;
  /** Asks Stripe now whether the keys and the webhook work, and mends the webhook. */
  checkStripe: PaymentSettings;
  /** Mail may go to the address again. */
  clearSuppression: Contact;
  closeTicket: Ticket;
  connectStripe: PaymentSettings;
  /** The invoice of an accepted estimate, as a draft. */
  convertEstimate: Invoice;
  createClient: Client;
  /** A draft. All totals are computed here. */
  createEstimate: Estimate;
  /** A draft. All totals are computed here. */
  createInvoice: Invoice;
  /** The open intent of the same invoices and amount is given again. The amount is computed here: all that is owed on them, or `amount` where a part or a deposit may be paid, the oldest due first. Without ids, all that is outstanding in `currency`. */
  createPaymentIntent: CheckoutSession;
  /** Gives money back through Stripe; how that goes is shown by its `refunds`. */
  createRefund: ClientPayment;
  /** By the client, or by the team for what the client said elsewhere. */
  declineEstimate: Estimate;
  /** A draft that was never sent, with all that belongs to it. */
  discardEstimate: Scalars['ID']['output'];
  /** A draft that was never sent, with all that belongs to it. */
  discardInvoice: Scalars['ID']['output'];
  /** Takes our webhook away at Stripe and forgets the keys. Open payments are cancelled first. */
  disconnectStripe: PaymentSettings;
  /** Somebody has seen to it by hand: it leaves the inbox, and is kept. */
  dismissPaymentEvent: PaymentEvent;
  /** A draft with the same lines and today's date. */
  duplicateEstimate: Estimate;
  /** A draft with the same lines and today's date. */
  duplicateInvoice: Invoice;
  endSession: Scalars['ID']['output'];
  ignoreInboundEmail: InboundEmail;
  /** All rows, or none when one has an error. */
  importClients: ImportReport;
  /** All invoices, or none when a row has an error. Nobody is mailed. */
  importInvoices: ImportReport;
  /** Mails a sign-in link. */
  inviteTeamMember: TeamMember;
  /** Settles what the invoice still owes; what is beyond that becomes credit on account. */
  issueCreditNote: CreditNote;
  /** A contact has it on screen: the team sees so on the timeline. */
  markEstimateViewed: Scalars['Boolean']['output'];
  /** A contact has it on screen: the team sees so on the timeline. */
  markInvoiceViewed: Scalars['Boolean']['output'];
  /** The viewer has seen all that is there. */
  markTicketRead: Ticket;
  /** Both of one client; the first goes into the second, which is answered with. */
  mergeTickets: Ticket;
  openTicket: Ticket;
  /** Back to a draft with its number kept. An answer that was given is void. */
  pullBackEstimate: Estimate;
  /** Back to a draft with its number kept; not payable and in no total until it is sent again. */
  pullBackInvoice: Invoice;
  /** Money that came in outside the product. */
  recordPayment: Invoice;
  /** Takes a file off a draft. Who was sent it keeps it until the document is sent again. */
  removeAttachment: Scalars['ID']['output'];
  removeCannedReply: Scalars['ID']['output'];
  removeParticipant: Ticket;
  /** Ends their sessions at once. What they did stays under their name. */
  removeTeamMember: Scalars['ID']['output'];
  reopenTicket: Ticket;
  /** Decided afresh, by the rules and contacts of now. */
  replayInboundEmail: InboundEmail;
  /** Has it applied once more, by what Stripe says now. */
  replayPaymentEvent: PaymentEvent;
  replyToTicket: Ticket;
  /** Mails a sign-in link if the address is known. The answer never tells. */
  requestSignInLink: Scalars['Boolean']['output'];
  /** Mails what was sent once more, as it is. */
  resendEstimate: Estimate;
  /** Mails what was sent once more, as it is. */
  resendInvoice: Invoice;
  restoreClient: Client;
  /** A new one without an id. */
  saveCannedReply: CannedReply;
  /** Numbers and freezes a draft, and mails it. */
  sendEstimate: Estimate;
  /** Numbers, freezes and books a draft, and mails it. */
  sendInvoice: Invoice;
  signOut: Scalars['Boolean']['output'];
  /** Here too. The links in mails that came before open nothing any more. */
  signOutEverywhere: Scalars['Boolean']['output'];
  /** It awaits nobody until then, or until the client writes. */
  snoozeTicket: Ticket;
  /** In place of those that it had. */
  tagTicket: Ticket;
  /** Takes back what an import brought, as long as nobody has worked with it. Numbers that it skipped stay skipped. */
  undoImport: ImportBatch;
  /** Takes back what was recorded by hand, and answers with the invoices that are owed again. */
  undoPayment: Array<Invoice>;
  /** Takes a message back while it is held. */
  undoSend: Ticket;
  /** Changes no document that was sent. */
  updateBusiness: Business;
  /** Changes no document that was sent. */
  updateClient: Client;
  /** With another address, its links and sessions end. */
  updateContact: Contact;
  updateEstimate: Estimate;
  updateInvoice: Invoice;
  /** For good; it stays listed and readable. */
  voidInvoice: Invoice;
  wakeTicket: Ticket;
};


export type MutationAcceptEstimateArgs = {
  id: Scalars['ID']['input'];
  name: Scalars['String']['input'];
  revision?: InputMaybe<Scalars['Int']['input']>;
};


export type MutationAcceptInboundEmailArgs = {
  clientId?: InputMaybe<Scalars['ID']['input']>;
  id: Scalars['ID']['input'];
};


export type MutationAddContactArgs = {
  clientId: Scalars['ID']['input'];
  input: ContactInput;
};


export type MutationAddParticipantArgs = {
  address: Scalars['String']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  ticketId: Scalars['ID']['input'];
};


export type MutationAnnouncePresenceArgs = {
  isReplying: Scalars['Boolean']['input'];
  ticketId: Scalars['ID']['input'];
};


export type MutationApplyCreditArgs = {
  input: ApplyCreditInput;
};


export type MutationArchiveClientArgs = {
  id: Scalars['ID']['input'];
};


export type MutationArchiveContactArgs = {
  id: Scalars['ID']['input'];
};


export type MutationAssignTicketArgs = {
  id: Scalars['ID']['input'];
  teamMemberId?: InputMaybe<Scalars['ID']['input']>;
};


export type MutationAttachFileArgs = {
  estimateId?: InputMaybe<Scalars['ID']['input']>;
  fileId: Scalars['ID']['input'];
  invoiceId?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
};


export type MutationChangeRoleArgs = {
  role: Role;
  teamMemberId: Scalars['ID']['input'];
};


export type MutationClearSuppressionArgs = {
  contactId: Scalars['ID']['input'];
};


export type MutationCloseTicketArgs = {
  id: Scalars['ID']['input'];
};


export type MutationConnectStripeArgs = {
  input: ConnectStripeInput;
};


export type MutationConvertEstimateArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCreateClientArgs = {
  contact?: InputMaybe<ContactInput>;
  input: ClientInput;
};


export type MutationCreateEstimateArgs = {
  input: CreateEstimateInput;
};


export type MutationCreateInvoiceArgs = {
  input: CreateInvoiceInput;
};


export type MutationCreatePaymentIntentArgs = {
  amount?: InputMaybe<Scalars['SafeInt']['input']>;
  currency?: InputMaybe<Scalars['String']['input']>;
  invoiceIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};


export type MutationCreateRefundArgs = {
  input: CreateRefundInput;
};


export type MutationDeclineEstimateArgs = {
  id: Scalars['ID']['input'];
  name: Scalars['String']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
  revision?: InputMaybe<Scalars['Int']['input']>;
};


export type MutationDiscardEstimateArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDiscardInvoiceArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDismissPaymentEventArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDuplicateEstimateArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDuplicateInvoiceArgs = {
  id: Scalars['ID']['input'];
};


export type MutationEndSessionArgs = {
  id: Scalars['ID']['input'];
};


export type MutationIgnoreInboundEmailArgs = {
  id: Scalars['ID']['input'];
};


export type MutationImportClientsArgs = {
  csv: Scalars['String']['input'];
  dryRun?: Scalars['Boolean']['input'];
  fileName?: Scalars['String']['input'];
  mapping?: InputMaybe<Array<ColumnMappingInput>>;
};


export type MutationImportInvoicesArgs = {
  csv: Scalars['String']['input'];
  dryRun?: Scalars['Boolean']['input'];
  fileName?: Scalars['String']['input'];
  format?: InputMaybe<ImportFormatInput>;
  mapping?: InputMaybe<Array<ColumnMappingInput>>;
};


export type MutationInviteTeamMemberArgs = {
  input: InviteTeamMemberInput;
};


export type MutationIssueCreditNoteArgs = {
  input: IssueCreditNoteInput;
};


export type MutationMarkEstimateViewedArgs = {
  id: Scalars['ID']['input'];
};


export type MutationMarkInvoiceViewedArgs = {
  id: Scalars['ID']['input'];
};


export type MutationMarkTicketReadArgs = {
  id: Scalars['ID']['input'];
};


export type MutationMergeTicketsArgs = {
  fromId: Scalars['ID']['input'];
  intoId: Scalars['ID']['input'];
};


export type MutationOpenTicketArgs = {
  input: OpenTicketInput;
};


export type MutationPullBackEstimateArgs = {
  id: Scalars['ID']['input'];
};


export type MutationPullBackInvoiceArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRecordPaymentArgs = {
  input: RecordPaymentInput;
};


export type MutationRemoveAttachmentArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRemoveCannedReplyArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRemoveParticipantArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRemoveTeamMemberArgs = {
  id: Scalars['ID']['input'];
};


export type MutationReopenTicketArgs = {
  id: Scalars['ID']['input'];
};


export type MutationReplayInboundEmailArgs = {
  id: Scalars['ID']['input'];
};


export type MutationReplayPaymentEventArgs = {
  id: Scalars['ID']['input'];
};


export type MutationReplyToTicketArgs = {
  input: ReplyToTicketInput;
};


export type MutationRequestSignInLinkArgs = {
  email: Scalars['String']['input'];
};


export type MutationResendEstimateArgs = {
  input: SendEstimateInput;
};


export type MutationResendInvoiceArgs = {
  input: SendInvoiceInput;
};


export type MutationRestoreClientArgs = {
  id: Scalars['ID']['input'];
};


export type MutationSaveCannedReplyArgs = {
  body: Scalars['String']['input'];
  id?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
};


export type MutationSendEstimateArgs = {
  input: SendEstimateInput;
};


export type MutationSendInvoiceArgs = {
  input: SendInvoiceInput;
};


export type MutationSnoozeTicketArgs = {
  id: Scalars['ID']['input'];
  until: Scalars['DateTime']['input'];
};


export type MutationTagTicketArgs = {
  id: Scalars['ID']['input'];
  tags: Array<Scalars['String']['input']>;
};


export type MutationUndoImportArgs = {
  id: Scalars['ID']['input'];
};


export type MutationUndoPaymentArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationUndoSendArgs = {
  messageId: Scalars['ID']['input'];
};


export type MutationUpdateBusinessArgs = {
  input: UpdateBusinessInput;
};


export type MutationUpdateClientArgs = {
  id: Scalars['ID']['input'];
  input: ClientInput;
};


export type MutationUpdateContactArgs = {
  id: Scalars['ID']['input'];
  input: ContactInput;
};


export type MutationUpdateEstimateArgs = {
  input: UpdateEstimateInput;
};


export type MutationUpdateInvoiceArgs = {
  input: UpdateInvoiceInput;
};


export type MutationVoidInvoiceArgs = {
  id: Scalars['ID']['input'];
};


export type MutationWakeTicketArgs = {
  id: Scalars['ID']['input'];
};

export type OpenTicketInput = {
  /** For a team member: whose record it belongs to. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** For a team member: whom it is with. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Uploaded before (POST /files?purpose=message). */
  fileIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Of the sender's own making, one for each message, e.g. a UUID. Sent again with the same one, the answer is the ticket as it is, and nothing is added. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The invoice that it is about. */
  invoiceId?: InputMaybe<Scalars['ID']['input']>;
  message: Scalars['String']['input'];
  subject: Scalars['String']['input'];
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

export type Paper =
  | 'A4'
  | 'LETTER';

/** Money that came in, as far as it was for this invoice. */
export type Payment = {
  __typename?: 'Payment';
  amount: Money;
  /** It came through Stripe, and some of it is left (see clientPayment). */
  canRefund: Scalars['Boolean']['output'];
  /** It was recorded by hand and counts. */
  canUndo: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  method: PaymentMethod;
  /** For the team. */
  note?: Maybe<Scalars['String']['output']>;
  paidAt: Scalars['DateTime']['output'];
  receivedOn: Scalars['Date']['output'];
  /** Who recorded it; for the team. */
  recordedBy?: Maybe<Scalars['String']['output']>;
  /** The payer's or provider's name for it. */
  reference?: Maybe<Scalars['String']['output']>;
  /** What of it was given back, or taken away by a dispute. */
  returned: Money;
  undoneAt?: Maybe<Scalars['DateTime']['output']>;
};

/** How much a person should look at. */
export type PaymentAttention = {
  __typename?: 'PaymentAttention';
  /** Clients with credit on account who owe something in the same currency, or whose money came through Stripe in the last 30 days and settled nothing. */
  credits: Scalars['Int']['output'];
  /** That need an answer. */
  openDisputes: Scalars['Int']['output'];
  total: Scalars['Int']['output'];
  /** Events that could not be applied. */
  waitingEvents: Scalars['Int']['output'];
};

/** Something that Stripe told us, and what became of it. For the team. */
export type PaymentEvent = {
  __typename?: 'PaymentEvent';
  attempts: Scalars['Int']['output'];
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  /** Stripe's id of what it is about. */
  objectId?: Maybe<Scalars['String']['output']>;
  /** As it came, as JSON; cut where it is long. */
  payload: Scalars['String']['output'];
  /** Why it was not applied. */
  problem?: Maybe<Scalars['String']['output']>;
  providerUrl?: Maybe<Scalars['String']['output']>;
  state: PaymentEventState;
  triedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Stripe's, such as charge.refunded. */
  type: Scalars['String']['output'];
};

export type PaymentEventConnection = {
  __typename?: 'PaymentEventConnection';
  edges: Array<PaymentEventEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type PaymentEventEdge = {
  __typename?: 'PaymentEventEdge';
  cursor: Scalars['String']['output'];
  node: PaymentEvent;
};

export type PaymentEventState =
  | 'APPLIED'
  | 'DISMISSED'
  /** Not about a payment that was made here. */
  | 'IGNORED'
  | 'PENDING'
  /** Could not be applied, and waits for a person. */
  | 'WAITING';

export type PaymentMethod =
  | 'BANK_DEBIT'
  | 'BANK_TRANSFER'
  | 'CARD'
  | 'CASH'
  | 'CHEQUE'
  | 'IMPORTED'
  | 'OTHER';

/** How a payment of the client stands, by the server's word. */
export type PaymentProgress = {
  __typename?: 'PaymentProgress';
  amount: Money;
  id: Scalars['ID']['output'];
  /** Once the money is here. */
  receipt?: Maybe<PaymentReceipt>;
  state: PaymentProgressState;
};

export type PaymentProgressState =
  | 'CANCELED'
  | 'OPEN'
  | 'PROCESSING'
  | 'SUCCEEDED';

/** Money that is here, and what it settled. */
export type PaymentReceipt = {
  __typename?: 'PaymentReceipt';
  amount: Money;
  /** What was beyond that, and is kept on account. */
  credit: Money;
  id: Scalars['ID']['output'];
  method: PaymentMethod;
  receivedOn: Scalars['Date']['output'];
  reference?: Maybe<Scalars['String']['output']>;
  settled: Array<SettledPart>;
};

/** Keys are never given back. */
export type PaymentSettings = {
  __typename?: 'PaymentSettings';
  /** Stripe's acct_… */
  accountId?: Maybe<Scalars['String']['output']>;
  accountName?: Maybe<Scalars['String']['output']>;
  checkedAt?: Maybe<Scalars['DateTime']['output']>;
  isConnected: Scalars['Boolean']['output'];
  isLive: Scalars['Boolean']['output'];
  lastEventAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why Stripe cannot tell us, or cannot be asked; null when all is well. */
  problem?: Maybe<Scalars['String']['output']>;
  /** The account cannot be disconnected until they have arrived or failed. */
  processingPayments: Scalars['Int']['output'];
  publishableKey?: Maybe<Scalars['String']['output']>;
  /** That could not be applied. */
  waitingEvents: Scalars['Int']['output'];
  webhookUrl?: Maybe<Scalars['String']['output']>;
};

/** Money on its way from Stripe to the business's bank. */
export type Payout = {
  __typename?: 'Payout';
  /** Less than zero when Stripe takes money from the bank. */
  amount: Money;
  arrivesOn: Scalars['Date']['output'];
  failure?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  initiatedAt: Scalars['DateTime']['output'];
  providerUrl: Scalars['String']['output'];
  status: PayoutStatus;
};

export type PayoutConnection = {
  __typename?: 'PayoutConnection';
  edges: Array<PayoutEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type PayoutEdge = {
  __typename?: 'PayoutEdge';
  cursor: Scalars['String']['output'];
  node: Payout;
};

export type PayoutStatus =
  | 'CANCELED'
  | 'FAILED'
  | 'IN_TRANSIT'
  | 'PAID'
  | 'PENDING';

/** What is owed, net of credit, in one currency from one day to another, both included. */
export type PeriodStatement = {
  __typename?: 'PeriodStatement';
  /** What was invoiced, less invoices that were withdrawn or cancelled. */
  added: Money;
  /** What was owed after the last day. */
  closing: Money;
  currency: Scalars['String']['output'];
  /** Null: from the beginning. */
  from?: Maybe<Scalars['Date']['output']>;
  /** Oldest first. */
  lines: StatementLineConnection;
  /** What was owed before the first day. Below zero is credit. */
  opening: Money;
  /** Payments and credit notes, less what was refunded or taken back. Below zero where that was more. */
  taken: Money;
  to: Scalars['Date']['output'];
};


/** What is owed, net of credit, in one currency from one day to another, both included. */
export type PeriodStatementLinesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};

/** A form as it is now. */
export type PreviewDocumentInput = {
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** ISO 4217; the business's, or what it was, when left out. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Of an invoice, in minor units. */
  deposit?: InputMaybe<Scalars['SafeInt']['input']>;
  /** On the whole document. */
  discount?: InputMaybe<DiscountInput>;
  dueDate?: InputMaybe<Scalars['Date']['input']>;
  /** Of the draft, for its attachments, when it is saved already. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** Today, or what it was, when left out. */
  issueDate?: InputMaybe<Scalars['Date']['input']>;
  kind: DocumentKind;
  /** They may be unfinished until the document is sent. */
  lines?: Array<DocumentLineInput>;
  notes?: InputMaybe<Scalars['String']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
  /** The setting of the business, or what it was, when left out. */
  pricesIncludeTax?: InputMaybe<Scalars['Boolean']['input']>;
  /** The client's own, such as a purchase order number. */
  reference?: InputMaybe<Scalars['String']['input']>;
  terms?: InputMaybe<Scalars['String']['input']>;
  validUntil?: InputMaybe<Scalars['Date']['input']>;
};

export type Query = {
  __typename?: 'Query';
  /** By name. */
  cannedReplies: Array<CannedReply>;
  client: Client;
  clientPayment: ClientPayment;
  clients: ClientConnection;
  creditNote: CreditNote;
  /** At most 50, the largest first. */
  creditsToPlace: Array<CreditToPlace>;
  /** Of the whole business. */
  dashboard: Dashboard;
  /** Newest first; for the team. */
  disputes: DisputeConnection;
  estimate: Estimate;
  /** Newest first. */
  estimates: EstimateConnection;
  /** With its placeholders filled in for this ticket. */
  filledReply: Scalars['String']['output'];
  /** The latest 50, newest first. */
  importBatches: Array<ImportBatch>;
  inboundEmail: InboundEmail;
  /** Newest first. */
  inboundEmails: InboundEmailConnection;
  invoice: Invoice;
  invoices: InvoiceConnection;
  paymentAttention: PaymentAttention;
  /** The inbox of what could not be applied when `waiting`, else all; newest first. */
  paymentEvents: PaymentEventConnection;
  /** For the client: of what createPaymentIntent gave, by its paymentIntentId. */
  paymentProgress: PaymentProgress;
  paymentSettings: PaymentSettings;
  /** Newest first; for the team. `search` looks into client and reference, and for what begins the number of an invoice. */
  payments: ClientPaymentConnection;
  /** Newest first; for the team. */
  payouts: PayoutConnection;
  /** Until today where no last day is named, or until the first day where that is still to come. */
  periodStatement: PeriodStatement;
  /** The HTML of what would be sent (see `documentHtml`). Nothing is saved. */
  previewDocument: Scalars['String']['output'];
  /** What is in a file, before anything is done with it. */
  previewImport: ImportPreview;
  refundPreview: RefundPreview;
  /** The viewer's own, the one used last first. */
  sessions: Array<Session>;
  /** A contact sees its own client's; a team member names the client. */
  statement: Statement;
  teamMembers: Array<TeamMember>;
  /** To a contact, one that was merged is the one that it was merged into. */
  ticket: Ticket;
  ticketBadge: TicketBadge;
  ticketCounts: TicketCounts;
  /** All that are in use. */
  ticketTags: Array<Scalars['String']['output']>;
  /** Latest message first. */
  tickets: TicketConnection;
  /** Who is asking; null when nobody is signed in. */
  viewer?: Maybe<Viewer>;
};


export type QueryClientArgs = {
  id: Scalars['ID']['input'];
};


export type QueryClientPaymentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryClientsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ClientFilter>;
  first?: Scalars['Int']['input'];
};


export type QueryCreditNoteArgs = {
  id: Scalars['ID']['input'];
};


export type QueryDisputesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryEstimateArgs = {
  id: Scalars['ID']['input'];
};


export type QueryEstimatesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<EstimateFilter>;
  first?: Scalars['Int']['input'];
};


export type QueryFilledReplyArgs = {
  id: Scalars['ID']['input'];
  ticketId: Scalars['ID']['input'];
};


export type QueryInboundEmailArgs = {
  id: Scalars['ID']['input'];
};


export type QueryInboundEmailsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  outcome?: InputMaybe<Array<InboundOutcome>>;
  search?: InputMaybe<Scalars['String']['input']>;
};


export type QueryInvoiceArgs = {
  id: Scalars['ID']['input'];
};


export type QueryInvoicesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<InvoiceFilter>;
  first?: Scalars['Int']['input'];
  sort?: InputMaybe<InvoiceSort>;
};


export type QueryPaymentEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  waiting?: Scalars['Boolean']['input'];
};


export type QueryPaymentProgressArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPaymentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  search?: InputMaybe<Scalars['String']['input']>;
};


export type QueryPayoutsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryPeriodStatementArgs = {
  clientId?: InputMaybe<Scalars['ID']['input']>;
  currency: Scalars['String']['input'];
  from?: InputMaybe<Scalars['Date']['input']>;
  to?: InputMaybe<Scalars['Date']['input']>;
};


export type QueryPreviewDocumentArgs = {
  input: PreviewDocumentInput;
};


export type QueryPreviewImportArgs = {
  csv: Scalars['String']['input'];
  kind: ImportKind;
};


export type QueryRefundPreviewArgs = {
  amount: Scalars['SafeInt']['input'];
  paymentId: Scalars['ID']['input'];
};


export type QueryStatementArgs = {
  clientId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryTicketArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTicketsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TicketFilter>;
  first?: Scalars['Int']['input'];
};

export type RecordPaymentInput = {
  /** Minor units of the invoice's currency; what is beyond the balance becomes credit on account. */
  amount: Scalars['SafeInt']['input'];
  invoiceId: Scalars['ID']['input'];
  method: PaymentMethod;
  /** For the team. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Today when left out; never later. */
  receivedOn?: InputMaybe<Scalars['Date']['input']>;
  reference?: InputMaybe<Scalars['String']['input']>;
  /** Mails a receipt to those who got the invoice; the setting of the business when left out. */
  sendReceipt?: InputMaybe<Scalars['Boolean']['input']>;
};

/** For the team. */
export type Refund = {
  __typename?: 'Refund';
  amount: Money;
  createdAt: Scalars['DateTime']['output'];
  /** Why the money did not go back. */
  failure?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  note?: Maybe<Scalars['String']['output']>;
  /** Null when it was made in Stripe's dashboard. */
  refundedBy?: Maybe<Scalars['String']['output']>;
  state: RefundState;
};

/** What a refund would do. */
export type RefundPreview = {
  __typename?: 'RefundPreview';
  /** Taken out of the credit on account. */
  fromCredit: Money;
  /** Owed again. */
  reopened: Array<SettledPart>;
};

export type RefundState =
  | 'CANCELED'
  | 'FAILED'
  | 'PENDING'
  | 'SUCCEEDED';

export type ReplyToTicketInput = {
  anyway?: InputMaybe<Scalars['Boolean']['input']>;
  /** And closes the ticket; for the team. */
  close?: InputMaybe<Scalars['Boolean']['input']>;
  /** Uploaded before (POST /files?purpose=message). */
  fileIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Of the sender's own making, one for each message, e.g. a UUID. Sent again with the same one, the answer is the ticket as it is, and nothing is added. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** For the team alone. */
  isNote?: InputMaybe<Scalars['Boolean']['input']>;
  /** The newest message that was on screen: when another has come since, the answer is CONFLICT, unless `anyway`. */
  lastSeenMessageId?: InputMaybe<Scalars['ID']['input']>;
  message: Scalars['String']['input'];
  ticketId: Scalars['ID']['input'];
};

/** A document that was sent, as it was. */
export type Revision = {
  __typename?: 'Revision';
  /** What is different from the revision before, in words. */
  changes: Array<Scalars['String']['output']>;
  documentHtml: Scalars['String']['output'];
  pdfUrl: Scalars['String']['output'];
  revision: Scalars['Int']['output'];
  sentAt: Scalars['DateTime']['output'];
  total: Money;
};

export type Role =
  | 'BILLING'
  | 'OWNER'
  | 'READ_ONLY'
  | 'SUPPORT';

/** A tax to choose from. */
export type SavedTax = {
  __typename?: 'SavedTax';
  isCompound: Scalars['Boolean']['output'];
  /** On each new line. */
  isDefault: Scalars['Boolean']['output'];
  name: Scalars['String']['output'];
  /** Percent. */
  rate: Scalars['Decimal']['output'];
};

export type SavedTaxInput = {
  isCompound?: Scalars['Boolean']['input'];
  isDefault?: Scalars['Boolean']['input'];
  name: Scalars['String']['input'];
  /** Percent, 0 to 100. */
  rate: Scalars['Decimal']['input'];
};

export type SendEstimateInput = {
  /** All of the client's contacts when left out. */
  contactIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  id: Scalars['ID']['input'];
  /** Goes with the mail. */
  message?: InputMaybe<Scalars['String']['input']>;
};

export type SendInvoiceInput = {
  /** All of the client's contacts when left out. */
  contactIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  id: Scalars['ID']['input'];
  /** Goes with the mail. */
  message?: InputMaybe<Scalars['String']['input']>;
};

/** A browser in which the viewer is signed in. */
export type Session = {
  __typename?: 'Session';
  createdAt: Scalars['DateTime']['output'];
  /** Such as "Firefox on Windows". */
  device: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** The address it came from. */
  ip?: Maybe<Scalars['String']['output']>;
  isCurrent: Scalars['Boolean']['output'];
  /** To the minute. */
  lastSeenAt: Scalars['DateTime']['output'];
};

export type SettledPart = {
  __typename?: 'SettledPart';
  amount: Money;
  invoice: Invoice;
};

export type SortDirection =
  | 'ASC'
  | 'DESC';

/** One row per currency, never a sum over currencies. */
export type Statement = {
  __typename?: 'Statement';
  balances: Array<StatementBalance>;
};

/** The standing in one currency. */
export type StatementBalance = {
  __typename?: 'StatementBalance';
  /** Its parts are what is owed now. */
  ageing: Ageing;
  /** Paid in excess, kept on account. */
  credit: Money;
  currency: Scalars['String']['output'];
  /** Over all outstanding invoices. */
  currentlyOwed: Money;
  /** All that was ever paid, net of refunds. */
  lifetimePaid: Money;
  outstandingCount: Scalars['Int']['output'];
  /** The part of it that is past due. */
  overdue: Money;
};

/** One thing that changed what is owed. */
export type StatementLine = {
  __typename?: 'StatementLine';
  /** What was owed after it. */
  balance: Money;
  /** Below zero where less was owed after it. */
  change: Money;
  creditNoteNumber?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  invoiceNumber?: Maybe<Scalars['String']['output']>;
  kind: StatementLineKind;
  occurredOn: Scalars['Date']['output'];
  /** The payer's or provider's name for it. */
  reference?: Maybe<Scalars['String']['output']>;
};

export type StatementLineConnection = {
  __typename?: 'StatementLineConnection';
  edges: Array<StatementLineEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type StatementLineEdge = {
  __typename?: 'StatementLineEdge';
  cursor: Scalars['String']['output'];
  node: StatementLine;
};

/** What happened, as the ledger calls it. */
export type StatementLineKind =
  | 'CREDITED'
  | 'CREDIT_APPLIED'
  | 'CREDIT_NOTE'
  | 'CREDIT_UNAPPLIED'
  | 'DISPUTED'
  | 'DISPUTE_WON'
  | 'ISSUED'
  | 'PAID'
  | 'PAYMENT_UNDONE'
  | 'PULLED_BACK'
  | 'REFUNDED'
  | 'REFUND_FAILED'
  | 'VOIDED';

export type Subscription = {
  __typename?: 'Subscription';
  /** Anything that a dashboard shows has changed; at most once a second. */
  dashboardChanged: Dashboard;
  /** One estimate, as it is and then at every change; or every change of all that the viewer may see. */
  estimateUpdated: Estimate;
  /** One invoice, or all that the viewer may see. */
  invoiceUpdated: Invoice;
  /** The present counts at once, then at changes of payments, refunds, disputes, payouts and events, at most once a second. */
  paymentAttention: PaymentAttention;
  /** The current count at once, then at every change. */
  ticketBadge: TicketBadge;
  /** Who is replying, at once and at every change. */
  ticketPresence: TicketPresence;
  /** One ticket, or all that the viewer may see. */
  ticketUpdated: Ticket;
};


export type SubscriptionEstimateUpdatedArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionInvoiceUpdatedArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionTicketPresenceArgs = {
  ticketId: Scalars['ID']['input'];
};


export type SubscriptionTicketUpdatedArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};

export type Suppression = {
  __typename?: 'Suppression';
  cause: SuppressionCause;
  detail?: Maybe<Scalars['String']['output']>;
  since: Scalars['DateTime']['output'];
};

export type SuppressionCause =
  | 'BOUNCED'
  | 'COMPLAINED';

/** A percentage. A compound one is also taken on the taxes that stand before it. */
export type Tax = {
  __typename?: 'Tax';
  isCompound: Scalars['Boolean']['output'];
  name: Scalars['String']['output'];
  rate: Scalars['Decimal']['output'];
};

export type TaxInput = {
  isCompound?: Scalars['Boolean']['input'];
  name: Scalars['String']['input'];
  /** Percent, such as "19". */
  rate: Scalars['Decimal']['input'];
};

export type TaxRounding =
  | 'DOCUMENT'
  | 'LINE';

/** `base` is what the tax was taken on. */
export type TaxTotal = {
  __typename?: 'TaxTotal';
  amount: Money;
  base: Money;
  isCompound: Scalars['Boolean']['output'];
  name: Scalars['String']['output'];
  rate: Scalars['Decimal']['output'];
};

export type TeamMember = {
  __typename?: 'TeamMember';
  createdAt: Scalars['DateTime']['output'];
  email: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  isYou: Scalars['Boolean']['output'];
  lastSeenAt?: Maybe<Scalars['DateTime']['output']>;
  name: Scalars['String']['output'];
  role: Role;
};

export type Ticket = {
  __typename?: 'Ticket';
  /** Who looks after it; for the team. */
  assignee?: Maybe<TeamMember>;
  availableActions: Array<TicketAction>;
  client: Client;
  /** Whom it is with. */
  contact?: Maybe<Contact>;
  /** A closed one that this one goes on from. */
  continues?: Maybe<Ticket>;
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  invoice?: Maybe<Invoice>;
  /** The other side has said something since the viewer looked (see markTicketRead). */
  isUnread: Scalars['Boolean']['output'];
  /** The newest that the viewer may see. */
  lastMessage?: Maybe<TicketMessage>;
  lastMessageAt: Scalars['DateTime']['output'];
  /** Its messages are there now; for the team. */
  mergedInto?: Maybe<Ticket>;
  /** Oldest first. */
  messages: Array<TicketMessage>;
  number: Scalars['Int']['output'];
  /** In copy, and mailed too; for the team. */
  participants: Array<TicketParticipant>;
  /** Until then it awaits nobody; for the team. */
  snoozedUntil?: Maybe<Scalars['DateTime']['output']>;
  status: TicketStatus;
  subject: Scalars['String']['output'];
  /** For the team. */
  tags: Array<Scalars['String']['output']>;
};

export type TicketAction =
  | 'ASSIGN'
  | 'CLOSE'
  | 'MERGE'
  | 'NOTE'
  | 'REOPEN'
  | 'REPLY'
  | 'SNOOZE'
  | 'TAG'
  | 'WAKE';

export type TicketBadge = {
  __typename?: 'TicketBadge';
  /** Tickets that await the team. */
  awaitingTeam: Scalars['Int']['output'];
};

export type TicketBox =
  | 'ALL'
  | 'AWAITING_CLIENT'
  | 'AWAITING_TEAM'
  | 'CLOSED'
  | 'MINE'
  | 'SNOOZED'
  | 'UNASSIGNED';

export type TicketConnection = {
  __typename?: 'TicketConnection';
  edges: Array<TicketEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

/** How many are in each box of the team's list. */
export type TicketCounts = {
  __typename?: 'TicketCounts';
  awaitingClient: Scalars['Int']['output'];
  awaitingTeam: Scalars['Int']['output'];
  closed: Scalars['Int']['output'];
  mine: Scalars['Int']['output'];
  /** Mail that waits for a person. */
  quarantined: Scalars['Int']['output'];
  snoozed: Scalars['Int']['output'];
  unassigned: Scalars['Int']['output'];
};

export type TicketEdge = {
  __typename?: 'TicketEdge';
  cursor: Scalars['String']['output'];
  node: Ticket;
};

export type TicketFilter = {
  /** For the team. */
  box?: InputMaybe<TicketBox>;
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** About this invoice. */
  invoiceId?: InputMaybe<Scalars['ID']['input']>;
  status?: InputMaybe<Array<TicketStatus>>;
  /** For the team. */
  tag?: InputMaybe<Scalars['String']['input']>;
  /** Its number, or words of its subject and messages. */
  text?: InputMaybe<Scalars['String']['input']>;
};

export type TicketMessage = {
  __typename?: 'TicketMessage';
  attachments: Array<MessageAttachment>;
  authorKind: AuthorKind;
  authorName: Scalars['String']['output'];
  /** Outside images that it wants, shown only when asked for (see api.md). */
  blockedImageCount: Scalars['Int']['output'];
  /** The new text, plain. */
  body: Scalars['String']['output'];
  /** Who else its mail was written to; for the team. */
  cc: Array<CopiedAddress>;
  channel: MessageChannel;
  createdAt: Scalars['DateTime']['output'];
  /** For each person who is mailed it; for the team. */
  deliveries: Array<MessageDelivery>;
  /** Of the mail that carried it. */
  delivery?: Maybe<DispatchState>;
  /** Quoted text and signature of a mail. */
  foldedText?: Maybe<Scalars['String']['output']>;
  /** Until then it can be taken back (undoSend): nobody is mailed and the client does not see it. */
  heldUntil?: Maybe<Scalars['DateTime']['output']>;
  /** What came as HTML, cleaned: no script, no form, no outside image. For a sandboxed frame. Null for plain text. */
  html?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  /** An out-of-office answer or the like. */
  isAutomatic: Scalars['Boolean']['output'];
  isMine: Scalars['Boolean']['output'];
  /** An INTERNAL_NOTE reaches no client through any door. */
  kind: TicketMessageKind;
};

export type TicketMessageKind =
  | 'INTERNAL_NOTE'
  | 'MESSAGE';

/** In copy of a ticket. For the team. */
export type TicketParticipant = {
  __typename?: 'TicketParticipant';
  address: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** A contact of this client. */
  isContact: Scalars['Boolean']['output'];
  name: Scalars['String']['output'];
};

/** Of the team, other than the viewer. */
export type TicketPresence = {
  __typename?: 'TicketPresence';
  /** Who is writing a reply at this moment. */
  people: Array<Scalars['String']['output']>;
  ticketId: Scalars['ID']['output'];
};

export type TicketStatus =
  | 'AWAITING_CLIENT'
  | 'AWAITING_TEAM'
  | 'CLOSED';

/** A past fact of a client: an event, a message of a ticket, or a mail. */
export type TimelineEntry = {
  __typename?: 'TimelineEntry';
  /** What became of a mail. */
  deliveryState?: Maybe<DispatchState>;
  /** Why a mail did not arrive, or has not yet. */
  error?: Maybe<Scalars['String']['output']>;
  estimateId?: Maybe<Scalars['ID']['output']>;
  id: Scalars['ID']['output'];
  invoiceId?: Maybe<Scalars['ID']['output']>;
  /** Of an event, such as "invoice.paid"; "message", "note" or "mail". */
  kind: Scalars['String']['output'];
  occurredAt: Scalars['DateTime']['output'];
  /** When a mail was first opened. Unreliable: some mail programs open every mail, and others hide that they did. */
  openedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whom a mail went to. */
  recipient?: Maybe<Scalars['String']['output']>;
  /** Of a mail, as it left. */
  subject?: Maybe<Scalars['String']['output']>;
  /** In one sentence. */
  summary: Scalars['String']['output'];
  /** Who did it, of the team, as they were called then. */
  teamMemberName?: Maybe<Scalars['String']['output']>;
  /** How a message begins; of a mail, what its sender wrote to go with a document. */
  text?: Maybe<Scalars['String']['output']>;
  ticketId?: Maybe<Scalars['ID']['output']>;
};

export type TimelineEntryConnection = {
  __typename?: 'TimelineEntryConnection';
  edges: Array<TimelineEntryEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type TimelineEntryEdge = {
  __typename?: 'TimelineEntryEdge';
  cursor: Scalars['String']['output'];
  node: TimelineEntry;
};

export type TimelineTopic =
  | 'CHANGES'
  | 'DOCUMENTS'
  | 'MAILS'
  | 'MESSAGES'
  | 'PAYMENTS'
  | 'SIGN_INS';

/** What is left out stays as it is; a text that is empty or null is taken away where the business can do without. */
export type UpdateBusinessInput = {
  /** Lines as they are printed. */
  address?: InputMaybe<Array<Scalars['String']['input']>>;
  bankDetails?: InputMaybe<Scalars['String']['input']>;
  /** "#rrggbb" */
  brandColor?: InputMaybe<Scalars['String']['input']>;
  creditNoteNumberPattern?: InputMaybe<Scalars['String']['input']>;
  /** ISO 4217, for new documents. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Printed on documents; answers to invoices go there. */
  email?: InputMaybe<Scalars['String']['input']>;
  estimateNumberPattern?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 365. */
  estimateValidDays?: InputMaybe<Scalars['Int']['input']>;
  /** BCP 47, such as de-AT. */
  locale?: InputMaybe<Scalars['String']['input']>;
  /** A file that was uploaded as a logo; empty takes it away. */
  logoFileId?: InputMaybe<Scalars['ID']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
  notes?: InputMaybe<Scalars['String']['input']>;
  numberPattern?: InputMaybe<Scalars['String']['input']>;
  paper?: InputMaybe<Paper>;
  /** Clients may pay a part of an invoice. */
  partialPayments?: InputMaybe<Scalars['Boolean']['input']>;
  /** 0 to 365. */
  paymentTermsDays?: InputMaybe<Scalars['Int']['input']>;
  pricesIncludeTax?: InputMaybe<Scalars['Boolean']['input']>;
  /** At most 10, from -60 to 120. */
  reminderDays?: InputMaybe<Array<Scalars['Int']['input']>>;
  reopenDays?: InputMaybe<Scalars['Int']['input']>;
  /** From whom mail comes. */
  senderName?: InputMaybe<Scalars['String']['input']>;
  sendsReceipts?: InputMaybe<Scalars['Boolean']['input']>;
  taxId?: InputMaybe<Scalars['String']['input']>;
  taxRates?: InputMaybe<Array<SavedTaxInput>>;
  taxRounding?: InputMaybe<TaxRounding>;
  terms?: InputMaybe<Scalars['String']['input']>;
  /** IANA name, such as Europe/Berlin. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
  undoSendSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** As UpdateInvoiceInput. */
export type UpdateEstimateInput = {
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** ISO 4217; the business's, or what it was, when left out. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** On the whole document. */
  discount?: InputMaybe<DiscountInput>;
  id: Scalars['ID']['input'];
  /** Today, or what it was, when left out. */
  issueDate?: InputMaybe<Scalars['Date']['input']>;
  /** They may be unfinished until the document is sent. */
  lines?: Array<DocumentLineInput>;
  notes?: InputMaybe<Scalars['String']['input']>;
  /** The setting of the business, or what it was, when left out. */
  pricesIncludeTax?: InputMaybe<Scalars['Boolean']['input']>;
  /** The client's own, such as a purchase order number. */
  reference?: InputMaybe<Scalars['String']['input']>;
  terms?: InputMaybe<Scalars['String']['input']>;
  validUntil?: InputMaybe<Scalars['Date']['input']>;
  version: Scalars['Int']['input'];
};

/** The whole draft: what is left out becomes empty, except the client, the dates, the currency and how prices are meant, which stay. */
export type UpdateInvoiceInput = {
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** ISO 4217; the business's, or what it was, when left out. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Asked for beforehand, in minor units; more than zero and less than the total. None when left out. */
  deposit?: InputMaybe<Scalars['SafeInt']['input']>;
  /** On the whole document. */
  discount?: InputMaybe<DiscountInput>;
  dueDate?: InputMaybe<Scalars['Date']['input']>;
  id: Scalars['ID']['input'];
  /** Today, or what it was, when left out. */
  issueDate?: InputMaybe<Scalars['Date']['input']>;
  /** They may be unfinished until the document is sent. */
  lines?: Array<DocumentLineInput>;
  notes?: InputMaybe<Scalars['String']['input']>;
  /** The setting of the business, or what it was, when left out. */
  pricesIncludeTax?: InputMaybe<Scalars['Boolean']['input']>;
  /** The client's own, such as a purchase order number. */
  reference?: InputMaybe<Scalars['String']['input']>;
  terms?: InputMaybe<Scalars['String']['input']>;
  /** As it was read. A draft that somebody else has saved since is refused with CONFLICT. */
  version: Scalars['Int']['input'];
};

export type Viewer = {
  __typename?: 'Viewer';
  business: Business;
  /** Of a contact. */
  client?: Maybe<Client>;
  email: Scalars['String']['output'];
  kind: ViewerKind;
  name: Scalars['String']['output'];
  /** Of a team member. */
  role?: Maybe<Role>;
};

export type ViewerKind =
  | 'CONTACT'
  | 'TEAM_MEMBER';
