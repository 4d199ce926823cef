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
  currency: Scalars['String']['output'];
  email?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  timeZone: Scalars['String']['output'];
};

export type CheckoutSession = {
  __typename?: 'CheckoutSession';
  amount: Money;
  clientSecret: Scalars['String']['output'];
  paymentIntentId: Scalars['ID']['output'];
  publishableKey: Scalars['String']['output'];
};

export type Client = {
  __typename?: 'Client';
  /** Lines as they are printed. */
  address: Array<Scalars['String']['output']>;
  contacts: Array<Contact>;
  /** ISO 3166-1 alpha-2, when known. */
  country?: Maybe<Scalars['String']['output']>;
  createdAt: Scalars['DateTime']['output'];
  externalId?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  phone?: Maybe<Scalars['String']['output']>;
  statement: Statement;
  /** Newest first; for the team. */
  timeline: Array<ClientEvent>;
};


export type ClientTimelineArgs = {
  first?: Scalars['Int']['input'];
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
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  invoiceId?: Maybe<Scalars['ID']['output']>;
  kind: Scalars['String']['output'];
  occurredAt: Scalars['DateTime']['output'];
  summary: Scalars['String']['output'];
  ticketId?: Maybe<Scalars['ID']['output']>;
};

export type ClientFilter = {
  /** In name, external id, or a contact. */
  text?: InputMaybe<Scalars['String']['input']>;
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
};

export type CreateInvoiceInput = {
  clientId: Scalars['ID']['input'];
  /** ISO 4217; the business's when left out. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** By the payment terms of the business when left out. */
  dueDate?: InputMaybe<Scalars['Date']['input']>;
  /** Today when left out. */
  issueDate?: InputMaybe<Scalars['Date']['input']>;
  lines: Array<InvoiceLineInput>;
  notes?: InputMaybe<Scalars['String']['input']>;
};

export type Dispatch = {
  __typename?: 'Dispatch';
  createdAt: Scalars['DateTime']['output'];
  error?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  recipient: Scalars['String']['output'];
  sentAt?: Maybe<Scalars['DateTime']['output']>;
  state: DispatchState;
};

export type DispatchState =
  | 'BOUNCED'
  | 'DELIVERED'
  | 'FAILED'
  | 'QUEUED'
  | 'SENT';

/** Rows are numbered as in the file, the header being 1. */
export type ImportError = {
  __typename?: 'ImportError';
  column?: Maybe<Scalars['String']['output']>;
  message: Scalars['String']['output'];
  row: Scalars['Int']['output'];
};

/** With an error, nothing was imported. */
export type ImportReport = {
  __typename?: 'ImportReport';
  errors: Array<ImportError>;
  /** Clients or invoices. */
  imported: Scalars['Int']['output'];
  /** Rows in the file, without the header. */
  rows: Scalars['Int']['output'];
};

export type Invoice = {
  __typename?: 'Invoice';
  amountPaid: Money;
  availableActions: Array<InvoiceAction>;
  /** What is still to be paid. */
  balance: Money;
  client: Client;
  createdAt: Scalars['DateTime']['output'];
  /** ISO 4217. */
  currency: Scalars['String']['output'];
  /** Each mail that carried it, for the team. */
  dispatches: Array<Dispatch>;
  /** The document as accessible HTML with its own <style>, from the template of the PDF; for a shadow root. */
  documentHtml: Scalars['String']['output'];
  dueDate?: Maybe<Scalars['Date']['output']>;
  id: Scalars['ID']['output'];
  /** A payment is on its way and not certain yet. */
  isProcessing: Scalars['Boolean']['output'];
  issueDate: Scalars['Date']['output'];
  lines: Array<InvoiceLine>;
  notes?: Maybe<Scalars['String']['output']>;
  /** Given when the invoice is first sent. */
  number?: Maybe<Scalars['String']['output']>;
  paidAt?: Maybe<Scalars['DateTime']['output']>;
  payments: Array<Payment>;
  /** Path of the PDF on this origin; none for a draft. */
  pdfUrl?: Maybe<Scalars['String']['output']>;
  sentAt?: Maybe<Scalars['DateTime']['output']>;
  status: InvoiceStatus;
  subtotal: Money;
  taxTotal: Money;
  total: Money;
};

export type InvoiceAction =
  | 'DOWNLOAD'
  | 'PAY'
  | 'SEND';

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
  status?: InputMaybe<Array<InvoiceStatus>>;
  /** In number, client, notes or lines. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** Of the issue date. */
  year?: InputMaybe<Scalars['Int']['input']>;
};

export type InvoiceLine = {
  __typename?: 'InvoiceLine';
  /** Without tax. */
  amount: Money;
  createdAt: Scalars['DateTime']['output'];
  description: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  quantity: Scalars['Decimal']['output'];
  taxRate: Scalars['Decimal']['output'];
  unitPrice: Money;
};

export type InvoiceLineInput = {
  description: Scalars['String']['input'];
  quantity?: Scalars['Decimal']['input'];
  /** Percent, such as "19". */
  taxRate?: Scalars['Decimal']['input'];
  /** Minor units. */
  unitPrice: Scalars['SafeInt']['input'];
};

export type InvoiceSort = {
  direction?: SortDirection;
  field?: InvoiceSortField;
};

/** STATUS: Draft, Sent, Overdue, Paid, Void; newest first within each. */
export type InvoiceSortField =
  | 'ISSUE_DATE'
  | 'STATUS';

/** OVERDUE is derived: sent, not fully paid, and due before today in the time zone of the business. */
export type InvoiceStatus =
  | 'DRAFT'
  | 'OVERDUE'
  | 'PAID'
  | 'SENT'
  | 'VOID';

export type MessageChannel =
  | 'EMAIL'
  | 'WEB';

/** Integer minor units of an ISO 4217 currency: JPY has 0 decimals, KWD 3. */
export type Money = {
  __typename?: 'Money';
  currency: Scalars['String']['output'];
  minorUnits: Scalars['SafeInt']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  closeTicket: Ticket;
  connectStripe: PaymentSettings;
  createInvoice: Invoice;
  /** The open intent of the same invoices is given again. The amount is computed here. */
  createPaymentIntent: CheckoutSession;
  /** All rows, or none when one has an error. */
  importClients: ImportReport;
  /** All invoices, or none when a row has an error. Nobody is mailed. */
  importInvoices: ImportReport;
  openTicket: Ticket;
  reopenTicket: Ticket;
  replyToTicket: Ticket;
  /** Mails a sign-in link if the address is known. The answer never tells. */
  requestSignInLink: Scalars['Boolean']['output'];
  sendInvoice: Invoice;
  signOut: Scalars['Boolean']['output'];
  /** Changes no document that was sent. */
  updateBusiness: Business;
};


export type MutationCloseTicketArgs = {
  id: Scalars['ID']['input'];
};


export type MutationConnectStripeArgs = {
  input: ConnectStripeInput;
};


export type MutationCreateInvoiceArgs = {
  input: CreateInvoiceInput;
};


export type MutationCreatePaymentIntentArgs = {
  invoiceIds: Array<Scalars['ID']['input']>;
};


export type MutationImportClientsArgs = {
  csv: Scalars['String']['input'];
  dryRun?: Scalars['Boolean']['input'];
};


export type MutationImportInvoicesArgs = {
  csv: Scalars['String']['input'];
  dryRun?: Scalars['Boolean']['input'];
};


export type MutationOpenTicketArgs = {
  input: OpenTicketInput;
};


export type MutationReopenTicketArgs = {
  id: Scalars['ID']['input'];
};


export type MutationReplyToTicketArgs = {
  input: ReplyToTicketInput;
};


export type MutationRequestSignInLinkArgs = {
  email: Scalars['String']['input'];
};


export type MutationSendInvoiceArgs = {
  input: SendInvoiceInput;
};


export type MutationUpdateBusinessArgs = {
  input: UpdateBusinessInput;
};

export type OpenTicketInput = {
  /** For a team member: whose record it belongs to. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
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

export type Payment = {
  __typename?: 'Payment';
  amount: Money;
  id: Scalars['ID']['output'];
  method: PaymentMethod;
  paidAt: Scalars['DateTime']['output'];
  reference?: Maybe<Scalars['String']['output']>;
};

export type PaymentMethod =
  | 'BANK_DEBIT'
  | 'BANK_TRANSFER'
  | 'CARD'
  | 'CASH'
  | 'CHEQUE'
  | 'IMPORTED'
  | 'OTHER';

/** Keys are never given back. */
export type PaymentSettings = {
  __typename?: 'PaymentSettings';
  isConnected: Scalars['Boolean']['output'];
  isLive: Scalars['Boolean']['output'];
  publishableKey?: Maybe<Scalars['String']['output']>;
  webhookUrl?: Maybe<Scalars['String']['output']>;
};

export type Query = {
  __typename?: 'Query';
  client: Client;
  clients: ClientConnection;
  invoice: Invoice;
  invoices: InvoiceConnection;
  paymentSettings: PaymentSettings;
  /** A contact sees its own client's; a team member names the client. */
  statement: Statement;
  ticket: Ticket;
  ticketBadge: TicketBadge;
  /** Latest message first. */
  tickets: TicketConnection;
  /** Who is asking; null when nobody is signed in. */
  viewer?: Maybe<Viewer>;
};


export type QueryClientArgs = {
  id: Scalars['ID']['input'];
};


export type QueryClientsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ClientFilter>;
  first?: Scalars['Int']['input'];
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

export type ReplyToTicketInput = {
  message: Scalars['String']['input'];
  ticketId: Scalars['ID']['input'];
};

export type Role =
  | 'BILLING'
  | 'OWNER'
  | 'READ_ONLY'
  | 'SUPPORT';

export type SendInvoiceInput = {
  /** All of the client's contacts when left out. */
  contactIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  id: Scalars['ID']['input'];
  /** Goes with the mail. */
  message?: InputMaybe<Scalars['String']['input']>;
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

export type Subscription = {
  __typename?: 'Subscription';
  /** One invoice, or all that the viewer may see. */
  invoiceUpdated: Invoice;
  /** The current count at once, then at every change. */
  ticketBadge: TicketBadge;
  /** One ticket, or all that the viewer may see. */
  ticketUpdated: Ticket;
};


export type SubscriptionInvoiceUpdatedArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionTicketUpdatedArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};

export type Ticket = {
  __typename?: 'Ticket';
  availableActions: Array<TicketAction>;
  client: Client;
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  invoice?: Maybe<Invoice>;
  lastMessageAt: Scalars['DateTime']['output'];
  /** Oldest first. */
  messages: Array<TicketMessage>;
  number: Scalars['Int']['output'];
  status: TicketStatus;
  subject: Scalars['String']['output'];
};

export type TicketAction =
  | 'CLOSE'
  | 'REOPEN'
  | 'REPLY';

export type TicketBadge = {
  __typename?: 'TicketBadge';
  /** Tickets that await the team. */
  awaitingTeam: Scalars['Int']['output'];
};

export type TicketConnection = {
  __typename?: 'TicketConnection';
  edges: Array<TicketEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type TicketEdge = {
  __typename?: 'TicketEdge';
  cursor: Scalars['String']['output'];
  node: Ticket;
};

export type TicketFilter = {
  clientId?: InputMaybe<Scalars['ID']['input']>;
  status?: InputMaybe<Array<TicketStatus>>;
};

export type TicketMessage = {
  __typename?: 'TicketMessage';
  authorKind: AuthorKind;
  authorName: Scalars['String']['output'];
  /** The new text, plain. */
  body: Scalars['String']['output'];
  channel: MessageChannel;
  createdAt: Scalars['DateTime']['output'];
  /** Of the mail that carried it. */
  delivery?: Maybe<DispatchState>;
  /** Quoted text and signature of a mail. */
  foldedText?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
};

export type TicketStatus =
  | 'AWAITING_CLIENT'
  | 'AWAITING_TEAM'
  | 'CLOSED';

/** What is left out stays as it is. */
export type UpdateBusinessInput = {
  /** Lines as they are printed. */
  address?: InputMaybe<Array<Scalars['String']['input']>>;
  bankDetails?: InputMaybe<Scalars['String']['input']>;
  /** "#rrggbb" */
  brandColor?: InputMaybe<Scalars['String']['input']>;
  /** ISO 4217, for new invoices. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** Printed on documents; answers to invoices go there. */
  email?: InputMaybe<Scalars['String']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
  /** IANA name, such as Europe/Berlin. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
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
