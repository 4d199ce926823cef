import { Migration } from '@mikro-orm/migrations';
import { protect } from './20261122-initial.ts';

/**
 * Estimates, credit notes, discounts and several taxes, payments with a record of their own,
 * settings of the business, attachments, addresses that take no mail, and imports that can be
 * undone. What was frozen before is given the shape that documents have now.
 */
export class MoneyMigration extends Migration {
  override up() {
    this.addSql(columns);
    this.addSql(tables);
    for (const table of ['estimate', 'estimate_line', 'credit_note', 'credit_note_line', 'payment', 'attachment']) this.addSql(protect(table, 'client'));
    for (const table of ['suppressed_address', 'import_batch']) this.addSql(protect(table, 'team'));
    for (const table of ['invoice', 'invoice_line', 'estimate', 'estimate_line', 'attachment']) this.addSql(deletableByTeam(table));
    this.addSql(plannableWalls);
    // Rows are behind forced row-level security, also for the owner of the tables.
    this.addSql('set local role portal_system');
    this.addSql(rows);
    this.addSql('reset role');
    this.addSql(afterwards);
  }
}

/** A draft may be discarded and its lines replaced, by the business alone. */
const deletableByTeam = (table: string) => `
  grant delete on ${table} to portal_tenant, portal_system;
  create policy team_deletes on ${table} as restrictive for delete to portal_tenant using (current_client() is null);`;

const priced = /* sql */ `
  reference text, notes text, terms text,
  prices_include_tax boolean not null, tax_rounding text not null check (tax_rounding in ('LINE', 'DOCUMENT')),
  discount_percent numeric, discount_amount bigint,
  subtotal bigint not null, discount_total bigint not null, tax_total bigint not null, total bigint not null,
  revision int not null, version int not null, first_sent_at timestamptz, sent_at timestamptz`;

const pricedLine = /* sql */ `
  position int not null, description text not null, quantity numeric not null, unit_price bigint not null,
  discount_percent numeric, discount_amount bigint, discount_total bigint not null, taxes jsonb not null, amount bigint not null`;

const columns = /* sql */ `
alter table business
  add tax_id text, add sender_name text, add logo jsonb,
  add paper text not null default 'A4' check (paper in ('A4', 'LETTER')),
  add estimate_number_pattern text not null default 'EST-{YYYY}-{SEQ:4}',
  add credit_note_number_pattern text not null default 'CN-{YYYY}-{SEQ:4}',
  add prices_include_tax boolean not null default false,
  add tax_rounding text not null default 'DOCUMENT' check (tax_rounding in ('LINE', 'DOCUMENT')),
  add tax_rates jsonb not null default '[]',
  add terms text, add notes text,
  add estimate_valid_days int not null default 30,
  add reminder_days int[] not null default '{}',
  add sends_receipts boolean not null default true;

alter table client add tax_id text, add currency char(3), add internal_notes text, add import_id uuid;
-- What is uploaded belongs to no client before it is attached; a logo never does.
alter table stored_file alter column client_id drop not null,
  add purpose text not null default 'DOCUMENT' check (purpose in ('DOCUMENT', 'ATTACHMENT', 'LOGO')),
  add width int, add height int;
alter table stored_file alter column purpose drop default;
create index on stored_file (id) where purpose = 'LOGO';
create index on stored_file (created_at) where purpose = 'ATTACHMENT';
alter table client_event add estimate_id uuid, add credit_note_id uuid, add team_member_name text;
create index on client_event (business_id, created_at desc, id desc);

alter table invoice
  add reference text, add terms text,
  add prices_include_tax boolean not null default false,
  add tax_rounding text not null default 'DOCUMENT' check (tax_rounding in ('LINE', 'DOCUMENT')),
  add discount_percent numeric, add discount_amount bigint, add discount_total bigint not null default 0,
  add amount_credited bigint not null default 0 check (amount_credited >= 0),
  add version int not null default 1, add voided_at timestamptz,
  add estimate_id uuid, add import_id uuid, add undone_at timestamptz, add draft jsonb;
alter table invoice drop constraint invoice_check;
alter table invoice add constraint invoice_adds_up
  check (balance = total - amount_paid - amount_credited and balance >= 0 and amount_paid >= 0);

alter table invoice_line
  add discount_percent numeric, add discount_amount bigint, add discount_total bigint not null default 0,
  add taxes jsonb not null default '[]';

alter table invoice_revision rename to document_revision;
alter table document_revision rename column invoice_id to document_id;
alter table document_revision drop constraint invoice_revision_business_id_invoice_id_fkey;
alter table document_revision add kind text not null default 'INVOICE' check (kind in ('INVOICE', 'ESTIMATE', 'CREDIT_NOTE'));

alter table dispatch
  add estimate_id uuid, add credit_note_id uuid, add payment_id uuid,
  add opened_at timestamptz, add reminder_day int, add due_on date;

alter table ledger_entry add payment_id uuid, add credit_note_id uuid;
alter table ledger_entry disable trigger ledger_is_append_only;
-- With all that the dashboard sums up, and the client, whom the wall asks for: the table itself is not read.
create index on ledger_entry (business_id, occurred_on, currency) include (client_id, kind, owed_change, paid_change, credit_change);
`;

const tables = /* sql */ `
create table estimate (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, number text,
  state text not null check (state in ('DRAFT', 'SENT', 'ACCEPTED', 'DECLINED', 'INVOICED')),
  currency char(3) not null, issue_date date not null, valid_until date,
  answered_at timestamptz, answered_by text, answered_ip text, decline_reason text, invoice_id uuid, draft jsonb,
  ${priced},
  primary key (business_id, id),
  foreign key (business_id, client_id) references client (business_id, id) deferrable initially deferred,
  foreign key (business_id, invoice_id) references invoice (business_id, id) deferrable initially deferred
);
create unique index on estimate (business_id, number);
create index on estimate (business_id, client_id, issue_date, id);
create index on estimate (business_id, issue_date, id);

create table estimate_line (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, estimate_id uuid not null, ${pricedLine},
  primary key (business_id, id), unique (business_id, estimate_id, position),
  foreign key (business_id, estimate_id) references estimate (business_id, id) deferrable initially deferred
);

create table credit_note (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, invoice_id uuid not null, number text not null,
  currency char(3) not null, issue_date date not null, reason text,
  ${priced},
  primary key (business_id, id),
  foreign key (business_id, client_id) references client (business_id, id) deferrable initially deferred,
  foreign key (business_id, invoice_id) references invoice (business_id, id) deferrable initially deferred
);
create unique index on credit_note (business_id, number);
create index on credit_note (business_id, invoice_id);
create index on credit_note (business_id, client_id, issue_date, id);

create table credit_note_line (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, credit_note_id uuid not null, ${pricedLine},
  primary key (business_id, id), unique (business_id, credit_note_id, position),
  foreign key (business_id, credit_note_id) references credit_note (business_id, id) deferrable initially deferred
);

create table payment (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, currency char(3) not null, amount bigint not null check (amount > 0),
  method text not null, reference text, note text, received_on date not null, received_at timestamptz not null,
  payment_intent_id uuid, team_member_id uuid, undone_at timestamptz, undone_reason text,
  primary key (business_id, id),
  foreign key (business_id, client_id) references client (business_id, id) deferrable initially deferred,
  foreign key (business_id, payment_intent_id) references payment_intent (business_id, id) deferrable initially deferred
);
create index on payment (business_id, client_id, received_on, id);
create index on payment (business_id, received_on, id);

create table attachment (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, invoice_id uuid, estimate_id uuid, file_id uuid not null, name text not null, removed_at timestamptz,
  primary key (business_id, id),
  check (num_nonnulls(invoice_id, estimate_id) = 1),
  foreign key (business_id, file_id) references stored_file (business_id, id) deferrable initially deferred
);
create index on attachment (business_id, invoice_id);
create index on attachment (business_id, estimate_id);
create unique index on attachment (business_id, file_id);

create table suppressed_address (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  address text not null, cause text not null check (cause in ('BOUNCED', 'COMPLAINED')), detail text, dispatch_id uuid,
  cleared_at timestamptz, cleared_by uuid,
  primary key (business_id, id)
);
create unique index on suppressed_address (business_id, lower(address)) where cleared_at is null;

create table import_batch (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  kind text not null check (kind in ('CLIENTS', 'INVOICES')), file_name text not null, row_count int not null, imported int not null,
  team_member_id uuid, undone_at timestamptz,
  primary key (business_id, id)
);
create index on import_batch (business_id, created_at desc);
-- Not coalesce(), by which nothing is found behind row-level security: PostgreSQL does not hold it to leak nothing.
create index on invoice (business_id, (case when due_date is null then date '9999-12-31' else due_date end), id);
create index on invoice (business_id, ((case when number is null then '' else number end) collate "C"), id);
create index on invoice (business_id, currency, total, id);
create index on invoice (business_id, state, issue_date, id);
create index on invoice (business_id, import_id) where import_id is not null;
create index on client (business_id, import_id) where import_id is not null;
`;

/**
 * The same wall in words that the planner reads: it takes `a or b` for one row in two hundred, and sorts a
 * whole table of the team's instead of walking along an index.
 */
const plannableWalls = /* sql */ `
do $$
declare name text;
begin
  for name in select tablename from pg_policies where schemaname = current_schema() and policyname = 'client_wall' loop
    execute format('alter policy client_wall on %I using (case when current_client() is null then true else %I = current_client() end)',
      name, case name when 'client' then 'id' else 'client_id' end);
  end loop;
end $$;
`;

/** What was paid before had only entries of the ledger. The row of an intent's payment takes the intent's id. */
const rows = /* sql */ `
update invoice_line set taxes = jsonb_build_array(jsonb_build_object('name', 'Tax', 'rate', trim_scale(tax_rate)::text, 'isCompound', false))
  where tax_rate <> 0;

insert into payment (id, business_id, created_at, client_id, currency, amount, method, reference, received_on, received_at, payment_intent_id)
  select distinct on (e.business_id, coalesce(e.payment_intent_id, e.id))
    coalesce(e.payment_intent_id, e.id), e.business_id, e.created_at, e.client_id, e.currency,
    sum(e.paid_change) over (partition by e.business_id, coalesce(e.payment_intent_id, e.id)),
    coalesce(e.method, 'OTHER'), e.reference, e.occurred_on,
    case when e.method = 'IMPORTED' then e.occurred_on::timestamptz else e.created_at end, e.payment_intent_id
  from ledger_entry e where e.kind in ('PAID', 'CREDITED') and e.paid_change > 0
  order by e.business_id, coalesce(e.payment_intent_id, e.id), e.created_at;
update ledger_entry set payment_id = coalesce(payment_intent_id, id) where kind in ('PAID', 'CREDITED') and paid_change > 0;

update document_revision set document = document
  || jsonb_build_object(
    'paper', 'A4', 'validUntil', null, 'reference', null, 'corrects', null,
    'pricesIncludeTax', false, 'taxRounding', 'DOCUMENT', 'discount', null, 'discountTotal', 0,
    'netTotal', document->'subtotal', 'terms', null, 'attachments', '[]'::jsonb)
  || jsonb_build_object(
    'business', document->'business' || '{"taxId":null,"logo":null}',
    'client', document->'client' || '{"taxId":null}',
    'taxes', (select coalesce(jsonb_agg(tax || '{"name":"Tax","isCompound":false}' order by place), '[]')
      from jsonb_array_elements(document->'taxes') with ordinality t (tax, place)),
    'lines', (select coalesce(jsonb_agg(line - 'taxRate' || jsonb_build_object(
        'discount', null, 'discountTotal', 0,
        'taxes', case when (line->>'taxRate')::numeric = 0 then '[]'::jsonb
          else jsonb_build_array(jsonb_build_object('name', 'Tax', 'rate', trim_scale((line->>'taxRate')::numeric)::text, 'isCompound', false)) end
      ) order by place), '[]')
      from jsonb_array_elements(document->'lines') with ordinality l (line, place)))
  where not document ? 'taxRounding';
set constraints all immediate;
`;

const afterwards = /* sql */ `
alter table ledger_entry enable trigger ledger_is_append_only;
alter table ledger_entry add constraint ledger_entry_payment_fkey
  foreign key (business_id, payment_id) references payment (business_id, id) deferrable initially deferred;
create index on ledger_entry (business_id, payment_id);
alter table invoice_line drop column tax_rate, alter column discount_total drop default, alter column taxes drop default;
alter table document_revision alter column kind drop default;
-- A reminder is mailed once to each person, for each day of the schedule and each due date; so is a receipt.
create unique index dispatch_reminds_once on dispatch (business_id, invoice_id, contact_id, reminder_day, due_on) where kind = 'REMINDER';
create index invoice_due on invoice (business_id, due_date, id) where state = 'SENT' and balance > 0;
create index on dispatch (business_id, estimate_id) where estimate_id is not null;
create index on dispatch (business_id, credit_note_id) where credit_note_id is not null;
create unique index dispatch_receipts_once on dispatch (business_id, payment_id, contact_id) where kind = 'RECEIPT';

-- Nothing that was sent is ever deleted, nor a revision changed.
grant delete on stored_file to portal_system;
create function refuse_deletion_of_sent() returns trigger language plpgsql
  as $$ begin raise exception '% % was sent and is kept', tg_table_name, old.id; end $$;
create trigger what_was_sent_stays before delete on invoice for each row when (old.revision > 0) execute function refuse_deletion_of_sent();
create trigger what_was_sent_stays before delete on estimate for each row when (old.revision > 0) execute function refuse_deletion_of_sent();
create trigger what_was_sent_is_frozen before update on document_revision for each row
  when (old.document is distinct from new.document or old.revision <> new.revision or old.document_id <> new.document_id) execute function refuse_change();
`;
