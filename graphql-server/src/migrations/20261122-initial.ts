import { Migration } from '@mikro-orm/migrations';

/**
 * Every table: UUIDv7 `id`, `business_id` leading the primary key, and forced row-level security.
 * Two roles carry the policies. `portal_tenant` sees one business (and, when `app.client_id` is
 * set, one client); `portal_system` sees all and is used where no business is known yet. Foreign
 * keys are checked at the end of the transaction, so that rows may be written in any order.
 */
export class InitialMigration extends Migration {
  override up() {
    this.addSql(roles);
    this.addSql(tables);
    for (const { table, wall } of walled) this.addSql(protect(table, wall));
    this.addSql(doors);
  }
}

const roles = /* sql */ `
do $$
declare name text;
begin
  foreach name in array array['portal_tenant', 'portal_system'] loop
    begin
      if not exists (select from pg_roles where rolname = name) then
        execute format('create role %I nologin', name);
      end if;
    exception when duplicate_object or unique_violation then null; -- somebody was faster
    end;
    if not pg_has_role(current_user, name, 'set') then
      execute format('grant %I to current_user', name);
    end if;
  end loop;
end $$;

create function current_business() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.business_id', true), '')::uuid $$;
create function current_client() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.client_id', true), '')::uuid $$;
`;

const tables = /* sql */ `
create table business (
  id uuid not null, business_id uuid not null check (business_id = id), created_at timestamptz not null,
  name text not null, email text, address text[] not null, time_zone text not null, currency char(3) not null,
  locale text not null, brand_color char(7) not null, bank_details text,
  number_pattern text not null, payment_terms_days int not null, link_days int not null,
  can_take_payments boolean not null,
  primary key (business_id, id)
);

create table team_member (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  name text not null, email text not null, role text not null, archived_at timestamptz,
  primary key (business_id, id)
);
create unique index on team_member (lower(email), business_id);

create table client (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  external_id text, name text not null, phone text, address text[] not null, country char(2),
  locale text, archived_at timestamptz,
  primary key (business_id, id)
);
create unique index on client (business_id, external_id);
create index on client (business_id, lower(name), id);

create table contact (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, name text not null, email text not null, archived_at timestamptz,
  primary key (business_id, id),
  foreign key (business_id, client_id) references client (business_id, id) deferrable initially deferred
);
create unique index on contact (business_id, client_id, lower(email));
create index on contact (lower(email));

create table client_event (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, kind text not null, summary text not null, invoice_id uuid, ticket_id uuid,
  primary key (business_id, id),
  foreign key (business_id, client_id) references client (business_id, id) deferrable initially deferred
);
create index on client_event (business_id, client_id, created_at desc, id desc);

create table magic_link (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, contact_id uuid not null, token_hash bytea not null, target text not null,
  expires_at timestamptz not null, revoked_at timestamptz,
  primary key (business_id, id),
  foreign key (business_id, contact_id) references contact (business_id, id) deferrable initially deferred
);
create unique index on magic_link (token_hash);

create table team_sign_in_link (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  team_member_id uuid not null, token_hash bytea not null, expires_at timestamptz not null, used_at timestamptz,
  primary key (business_id, id),
  foreign key (business_id, team_member_id) references team_member (business_id, id) deferrable initially deferred
);
create unique index on team_sign_in_link (token_hash);

create table session (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  token_hash bytea not null, client_id uuid, contact_id uuid, team_member_id uuid,
  last_seen_at timestamptz not null, expires_at timestamptz not null, revoked_at timestamptz,
  ip text, user_agent text,
  primary key (business_id, id),
  check ((contact_id is null) <> (team_member_id is null)),
  foreign key (business_id, contact_id) references contact (business_id, id) deferrable initially deferred,
  foreign key (business_id, team_member_id) references team_member (business_id, id) deferrable initially deferred
);
create unique index on session (token_hash);

create table number_sequence (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  kind text not null, period text not null, last_number int not null,
  primary key (business_id, id), unique (business_id, kind, period)
);

create table invoice (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, number text, state text not null check (state in ('DRAFT', 'SENT', 'PAID', 'VOID')),
  currency char(3) not null, issue_date date not null, due_date date, notes text,
  subtotal bigint not null, tax_total bigint not null, total bigint not null,
  amount_paid bigint not null, balance bigint not null,
  revision int not null, first_sent_at timestamptz, sent_at timestamptz, paid_at timestamptz,
  primary key (business_id, id),
  foreign key (business_id, client_id) references client (business_id, id) deferrable initially deferred,
  check (balance = total - amount_paid and balance >= 0 and amount_paid >= 0)
);
create unique index on invoice (business_id, number);
create index on invoice (business_id, client_id, issue_date, id);
create index on invoice (business_id, issue_date, id);
create index on invoice (business_id, client_id, currency, due_date) include (balance) where state = 'SENT';

create table invoice_line (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, invoice_id uuid not null, position int not null,
  description text not null, quantity numeric not null, unit_price bigint not null,
  tax_rate numeric not null, amount bigint not null,
  primary key (business_id, id), unique (business_id, invoice_id, position),
  foreign key (business_id, invoice_id) references invoice (business_id, id) deferrable initially deferred
);

create table stored_file (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, key text not null, content_type text not null, size bigint not null, sha256 bytea not null,
  primary key (business_id, id)
);

create table invoice_revision (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, invoice_id uuid not null, revision int not null, document jsonb not null, pdf_file_id uuid,
  primary key (business_id, id), unique (business_id, invoice_id, revision),
  foreign key (business_id, invoice_id) references invoice (business_id, id) deferrable initially deferred,
  foreign key (business_id, pdf_file_id) references stored_file (business_id, id) deferrable initially deferred
);

create table ledger_entry (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, invoice_id uuid, kind text not null, currency char(3) not null,
  owed_change bigint not null, paid_change bigint not null, credit_change bigint not null,
  method text, reference text, payment_intent_id uuid, occurred_on date not null,
  primary key (business_id, id),
  foreign key (business_id, client_id) references client (business_id, id) deferrable initially deferred,
  foreign key (business_id, invoice_id) references invoice (business_id, id) deferrable initially deferred
);
create index on ledger_entry (business_id, client_id, currency);
create index on ledger_entry (business_id, invoice_id);
create function refuse_change() returns trigger language plpgsql
  as $$ begin raise exception '% is append-only', tg_table_name; end $$;
create trigger ledger_is_append_only before update or delete or truncate on ledger_entry
  for each statement execute function refuse_change();

create table client_balance (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, currency char(3) not null,
  owed bigint not null, paid bigint not null, credit bigint not null,
  primary key (business_id, id), unique (business_id, client_id, currency),
  foreign key (business_id, client_id) references client (business_id, id) deferrable initially deferred
);

create table payment_account (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  publishable_key text not null, secret_key_sealed text not null,
  webhook_secret_sealed text not null, webhook_endpoint_id text not null, is_live boolean not null,
  primary key (business_id, id), unique (business_id)
);

create table payment_intent (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, provider_id text, state text not null, currency char(3) not null, amount bigint not null,
  settled_at timestamptz,
  primary key (business_id, id), unique (business_id, provider_id),
  foreign key (business_id, client_id) references client (business_id, id) deferrable initially deferred
);
create index on payment_intent (business_id, state, created_at);

create table payment_allocation (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, payment_intent_id uuid not null, invoice_id uuid not null, amount bigint not null check (amount > 0),
  primary key (business_id, id), unique (business_id, payment_intent_id, invoice_id),
  foreign key (business_id, payment_intent_id) references payment_intent (business_id, id) deferrable initially deferred,
  foreign key (business_id, invoice_id) references invoice (business_id, id) deferrable initially deferred
);
create index on payment_allocation (business_id, invoice_id);

create table provider_event (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  provider_event_id text not null, type text not null, payload jsonb not null,
  applied_at timestamptz, problem text,
  primary key (business_id, id), unique (business_id, provider_event_id)
);

create table ticket (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, contact_id uuid, invoice_id uuid, number int not null, subject text not null,
  state text not null check (state in ('AWAITING_TEAM', 'AWAITING_CLIENT', 'CLOSED')),
  reply_token text not null, last_message_at timestamptz not null, closed_at timestamptz,
  primary key (business_id, id), unique (business_id, number),
  foreign key (business_id, client_id) references client (business_id, id) deferrable initially deferred,
  foreign key (business_id, invoice_id) references invoice (business_id, id) deferrable initially deferred
);
create unique index on ticket (reply_token);
create index on ticket (business_id, state, last_message_at, id);
create index on ticket (business_id, client_id, last_message_at, id);

create table ticket_message (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, ticket_id uuid not null, author_kind text not null, author_name text not null,
  contact_id uuid, team_member_id uuid, channel text not null, body text not null, folded_text text,
  message_id text not null,
  primary key (business_id, id),
  foreign key (business_id, ticket_id) references ticket (business_id, id) deferrable initially deferred
);
create index on ticket_message (business_id, ticket_id, created_at);
create index on ticket_message (message_id);

create table dispatch (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, contact_id uuid not null, kind text not null,
  invoice_id uuid, ticket_message_id uuid, note text,
  recipient text not null, state text not null, error text, provider_message_id text, sent_at timestamptz,
  primary key (business_id, id),
  foreign key (business_id, contact_id) references contact (business_id, id) deferrable initially deferred,
  foreign key (business_id, invoice_id) references invoice (business_id, id) deferrable initially deferred,
  foreign key (business_id, ticket_message_id) references ticket_message (business_id, id) deferrable initially deferred
);
create index on dispatch (business_id, invoice_id);
create index on dispatch (business_id, ticket_message_id);
-- The provider tells of a mail by our own id, before anybody knows whose it is.
create unique index on dispatch (id);

-- Mail arrives before anybody knows whose it is, so its business may be unknown.
create table inbound_email (
  id uuid not null primary key, business_id uuid, created_at timestamptz not null,
  provider_message_id text not null, body_sha256 bytea not null, payload jsonb not null,
  outcome text not null, reason text, ticket_id uuid
);
create unique index on inbound_email (provider_message_id, body_sha256);
`;

/**
 * `client`: a contact sees only its own client's rows. `team`: a contact sees none.
 * `business`: anybody of the business. A contact may add to a `team` table, never read it.
 */
export type Wall = 'client' | 'team' | 'business';

const walled: { table: string; wall: Wall }[] = [
  { table: 'business', wall: 'business' },
  { table: 'team_member', wall: 'team' },
  { table: 'client', wall: 'client' },
  { table: 'contact', wall: 'client' },
  { table: 'client_event', wall: 'team' },
  { table: 'magic_link', wall: 'team' },
  { table: 'team_sign_in_link', wall: 'team' },
  { table: 'session', wall: 'client' },
  { table: 'number_sequence', wall: 'business' },
  { table: 'invoice', wall: 'client' },
  { table: 'invoice_line', wall: 'client' },
  { table: 'stored_file', wall: 'client' },
  { table: 'invoice_revision', wall: 'client' },
  { table: 'ledger_entry', wall: 'client' },
  { table: 'client_balance', wall: 'client' },
  { table: 'payment_account', wall: 'team' },
  { table: 'payment_intent', wall: 'client' },
  { table: 'payment_allocation', wall: 'client' },
  { table: 'provider_event', wall: 'team' },
  { table: 'ticket', wall: 'client' },
  { table: 'ticket_message', wall: 'client' },
  { table: 'dispatch', wall: 'client' },
  { table: 'inbound_email', wall: 'team' },
];

export function protect(table: string, wall: Wall): string {
  const column = table === 'client' ? 'id' : 'client_id';
  const restriction = {
    business: '',
    client: `create policy client_wall on ${table} as restrictive for all to portal_tenant
      using (current_client() is null or ${column} = current_client());`,
    team: `create policy team_wall on ${table} as restrictive for select to portal_tenant
      using (current_client() is null);`,
  }[wall];
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy tenant on ${table} for all to portal_tenant using (business_id = current_business());
    create policy system on ${table} for all to portal_system using (true);
    ${restriction}
    grant select, insert, update on ${table} to portal_tenant, portal_system;`;
}

/** What a tenant may do outside its own tables: put a job in the queue. */
const doors = /* sql */ `
create function enqueue(task text, payload json, run_at timestamptz, job_key text) returns void
  language plpgsql security definer set search_path = public, pg_temp
  as $$ begin perform graphile_worker.add_job(task, payload, run_at => run_at, job_key => job_key, max_attempts => 12); end $$;
revoke all on function enqueue from public;
grant execute on function enqueue to portal_tenant, portal_system;
`;
