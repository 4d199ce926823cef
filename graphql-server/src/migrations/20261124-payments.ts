import { Migration } from '@mikro-orm/migrations';
import { protect } from './20261122-initial.ts';

/**
 * Refunds, disputes and payouts, an inbox of events that could not be applied, deposits and payments in
 * part, and what is known of the health of a connection to Stripe.
 */
export class PaymentsMigration extends Migration {
  override up() {
    this.addSql(columns);
    this.addSql(tables);
    this.addSql(doors);
    for (const table of ['refund', 'dispute']) this.addSql(protect(table, 'client').replaceAll(WALL, PLANNABLE_WALL));
    this.addSql(protect('payout', 'team'));
    this.addSql(/* sql */ `
      grant delete on payment_account to portal_tenant, portal_system;
      create policy team_deletes on payment_account as restrictive for delete to portal_tenant using (current_client() is null);`);
    // Rows are behind forced row-level security, also for the owner of the tables.
    this.addSql('set local role portal_system');
    this.addSql(`update provider_event set object_id = payload #>> '{data,object,id}', tried_at = created_at where object_id is null`);
    this.addSql('reset role');
  }
}

const WALL = 'current_client() is null or client_id = current_client()';
/** In words that the planner reads (see 20261123-money). */
const PLANNABLE_WALL = 'case when current_client() is null then true else client_id = current_client() end';

const columns = /* sql */ `
alter table business add partial_payments boolean not null default false;
alter table invoice add deposit bigint check (deposit > 0);

alter table payment
  add provider_charge_id text,
  add amount_refunded bigint not null default 0 check (amount_refunded >= 0),
  add amount_disputed bigint not null default 0 check (amount_disputed >= 0),
  add syncs int not null default 0,
  add check (amount_refunded + amount_disputed <= amount);
create unique index on payment (business_id, payment_intent_id);

alter table dispatch add refund_id uuid;
create unique index dispatch_tells_of_refunds_once on dispatch (business_id, refund_id, contact_id) where kind = 'REFUND';

alter table payment_intent add checked_at timestamptz;
create index payment_intent_unsettled on payment_intent (created_at) where state in ('CREATING', 'OPEN', 'CANCELING', 'PROCESSING');

alter table payment_account
  add provider_account_id text, add account_name text,
  add events_seen_until timestamptz, add checked_at timestamptz, add endpoint_problem text, add refused_at timestamptz;

alter table provider_event
  add object_id text, add attempts int not null default 0, add tried_at timestamptz,
  add dismissed_at timestamptz, add dismissed_by uuid;
create index on provider_event (business_id, created_at, id);
create index provider_event_waiting on provider_event (business_id, created_at, id)
  where applied_at is null and problem is not null and dismissed_at is null;

create index ledger_entry_credited on ledger_entry (business_id, client_id, currency, created_at) where kind = 'CREDITED' and payment_intent_id is not null;

-- What is paid out belongs to no client.
alter table ledger_entry alter client_id drop not null,
  add paid_out_change bigint not null default 0, add payout_id uuid, add refund_id uuid, add dispute_id uuid,
  add check (client_id is not null or kind in ('PAID_OUT', 'PAYOUT_FAILED'));
`;

/** As `enqueue`, one after another with the others of its queue. */
const doors = /* sql */ `
create function enqueue_in(queue text, task text, payload json, job_key text) returns void
  language plpgsql security definer set search_path = public, pg_temp
  as $$ begin perform graphile_worker.add_job(task, payload, queue_name => queue, job_key => job_key, max_attempts => 12); end $$;
revoke all on function enqueue_in from public;
grant execute on function enqueue_in to portal_tenant, portal_system;
`;

const tables = /* sql */ `
create table refund (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, payment_id uuid not null, provider_id text,
  currency char(3) not null, amount bigint not null check (amount > 0),
  state text not null check (state in ('CREATING', 'PENDING', 'SUCCEEDED', 'FAILED', 'CANCELED')),
  note text, failure text, team_member_id uuid, request_key uuid,
  primary key (business_id, id), unique (business_id, provider_id), unique (business_id, request_key),
  foreign key (business_id, payment_id) references payment (business_id, id) deferrable initially deferred
);
create index on refund (business_id, payment_id);

create table dispute (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, payment_id uuid not null, provider_id text not null,
  currency char(3) not null, amount bigint not null, withdrawn bigint not null check (withdrawn >= 0),
  status text not null, reason text not null, evidence_due_at timestamptz, opened_at timestamptz not null, closed_at timestamptz,
  primary key (business_id, id), unique (business_id, provider_id),
  foreign key (business_id, payment_id) references payment (business_id, id) deferrable initially deferred
);
create index on dispute (business_id, payment_id);
create index on dispute (business_id, opened_at, id);

create table payout (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  provider_id text not null, currency char(3) not null, amount bigint not null, paid_out bigint not null,
  syncs int not null, status text not null, arrives_on date not null, failure text, initiated_at timestamptz not null,
  primary key (business_id, id), unique (business_id, provider_id)
);
create index on payout (business_id, initiated_at, id);
`;
