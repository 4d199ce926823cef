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
  /** An instant, ISO 8601 with offset. */
  DateTime: { input: string; output: string; }
  /** A decimal number as a string, e.g. "1.5". */
  Decimal: { input: string; output: string; }
  /** Integer of at most 2^53 - 1. */
  SafeInt: { input: number; output: number; }
};

export type AuthorKind =
  | 'CONTACT'
  | 'TEAM_MEMBER';

export type Business = {
  __typename?: 'Business';
  address: Array<Scalars['String']['output']>;
  bankDetails?: Maybe<Scalars['String']['output']>;
  brandColor: Scalars['String']['output'];
  canTakePayments: Scalars['Boolean']['output'];
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
  address: Array<Scalars['String']['output']>;
  contacts: Array<Contact>;
  country?: Maybe<Scalars['String']['output']>;
  createdAt: Scalars['DateTime']['output'];
  externalId?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  phone?: Maybe<Scalars['String']['output']>;
  statement: Statement;
  timeline: Array<ClientEvent>;
};


export type ClientTimelineArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
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
  id: Scalars['ID']['output'];
  invoiceId?: Maybe<Scalars['ID']['output']>;
  kind: Scalars['String']['output'];
  occurredAt: Scalars['DateTime']['output'];
  summary: Scalars['String']['output'];
  ticketId?: Maybe<Scalars['ID']['output']>;
};

export type ClientFilter = {
  text?: InputMaybe<Scalars['String']['input']>;
};

export type ConnectStripeInput = {
  publishableKey: Scalars['String']['input'];
  secretKey: Scalars['String']['input'];
};

export type Contact = {
  __typename?: 'Contact';
  email: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
};

export type CreateInvoiceInput = {
  clientId: Scalars['ID']['input'];
  currency?: InputMaybe<Scalars['String']['input']>;
  dueDate?: InputMaybe<Scalars['Date']['input']>;
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

export type ImportReport = {
  __typename?: 'ImportReport';
  errors: Array<ImportError>;
  imported: Scalars['Int']['output'];
  rows: Scalars['Int']['output'];
};

export type Invoice = {
  __typename?: 'Invoice';
  amountPaid: Money;
  availableActions: Array<InvoiceAction>;
  balance: Money;
  client: Client;
  currency: Scalars['String']['output'];
  dispatches: Array<Dispatch>;
  /** The document as self-contained accessible HTML (with its own <style>), the same template as the PDF; show it in a shadow root. */
  documentHtml: Scalars['String']['output'];
  dueDate?: Maybe<Scalars['Date']['output']>;
  id: Scalars['ID']['output'];
  isProcessing: Scalars['Boolean']['output'];
  issueDate: Scalars['Date']['output'];
  lines: Array<InvoiceLine>;
  notes?: Maybe<Scalars['String']['output']>;
  number?: Maybe<Scalars['String']['output']>;
  paidAt?: Maybe<Scalars['DateTime']['output']>;
  payments: Array<Payment>;
  /** Path of the PDF on this origin. */
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
  text?: InputMaybe<Scalars['String']['input']>;
  year?: InputMaybe<Scalars['Int']['input']>;
};

export type InvoiceLine = {
  __typename?: 'InvoiceLine';
  amount: Money;
  description: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  quantity: Scalars['Decimal']['output'];
  taxRate: Scalars['Decimal']['output'];
  unitPrice: Money;
};

export type InvoiceLineInput = {
  description: Scalars['String']['input'];
  quantity?: Scalars['Decimal']['input'];
  /** Percent, e.g. "19". */
  taxRate?: Scalars['Decimal']['input'];
  /** Minor units. */
  unitPrice: Scalars['SafeInt']['input'];
};

export type InvoiceSort = {
  direction?: SortDirection;
  field?: InvoiceSortField;
};

export type InvoiceSortField =
  | 'ISSUE_DATE'
  | 'STATUS';

/** Derived; OVERDUE is sent, unpaid and past due in the business's time zone. PARTIALLY paid stays SENT. */
export type InvoiceStatus =
  | 'DRAFT'
  | 'OVERDUE'
  | 'PAID'
  | 'SENT'
  | 'VOID';

export type MessageChannel =
  | 'EMAIL'
  | 'WEB';

/** An amount in integer minor units of an ISO 4217 currency (JPY has 0 decimals, KWD 3). */
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
  /** Reuses the open intent of the same invoices. The server computes the amount. */
  createPaymentIntent: CheckoutSession;
  /** Nothing is imported when any row has an error. */
  importClients: ImportReport;
  importInvoices: ImportReport;
  openTicket: Ticket;
  reopenTicket: Ticket;
  replyToTicket: Ticket;
  /** Mails a sign-in link to the address if it is known. Always true. */
  requestSignInLink: Scalars['Boolean']['output'];
  sendInvoice: Invoice;
  signOut: Scalars['Boolean']['output'];
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

export type OpenTicketInput = {
  /** Team only: for which client. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
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
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryInvoiceArgs = {
  id: Scalars['ID']['input'];
};


export type QueryInvoicesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<InvoiceFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
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
  first?: InputMaybe<Scalars['Int']['input']>;
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
  message?: InputMaybe<Scalars['String']['input']>;
};

export type SortDirection =
  | 'ASC'
  | 'DESC';

export type Statement = {
  __typename?: 'Statement';
  balances: Array<StatementBalance>;
};

/** One row per currency. Empty when nothing was ever sent. */
export type StatementBalance = {
  __typename?: 'StatementBalance';
  credit: Money;
  currency: Scalars['String']['output'];
  currentlyOwed: Money;
  lifetimePaid: Money;
  outstandingCount: Scalars['Int']['output'];
  overdue: Money;
};

export type Subscription = {
  __typename?: 'Subscription';
  invoiceUpdated: Invoice;
  /** Emits the current count at once, then on every change. */
  ticketBadge: TicketBadge;
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
  body: Scalars['String']['output'];
  channel: MessageChannel;
  createdAt: Scalars['DateTime']['output'];
  delivery?: Maybe<DispatchState>;
  foldedText?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
};

export type TicketStatus =
  | 'AWAITING_CLIENT'
  | 'AWAITING_TEAM'
  | 'CLOSED';

export type Viewer = {
  __typename?: 'Viewer';
  business: Business;
  client?: Maybe<Client>;
  email: Scalars['String']['output'];
  kind: ViewerKind;
  name: Scalars['String']['output'];
  role?: Maybe<Role>;
};

export type ViewerKind =
  | 'CONTACT'
  | 'TEAM_MEMBER';
