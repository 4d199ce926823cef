import { Migration } from '@mikro-orm/migrations';
import { protect } from './20261122-initial.ts';

/**
 * Notes, files, people in copy, tags, snoozing and merging of tickets; messages that can be taken back for a
 * moment; what came as HTML; canned replies; and mail that came in as something a person can look at.
 */
export class TicketsMigration extends Migration {
  override up() {
    this.addSql(columns);
    this.addSql(tables);
    for (const table of ['ticket_participant', 'ticket_reading']) this.addSql(protect(table, 'client').replaceAll(WALL, PLANNABLE_WALL));
    this.addSql(protect('canned_reply', 'team'));
    this.addSql(deletable);
    // Rows are behind forced row-level security, also for the owner of the tables.
    this.addSql('set local role portal_system');
    this.addSql(rows);
    this.addSql('reset role');
    this.addSql(afterwards);
  }
}

const WALL = 'current_client() is null or client_id = current_client()';
/** In words that the planner reads (see 20261123-money). */
const PLANNABLE_WALL = 'case when current_client() is null then true else client_id = current_client() end';

const columns = /* sql */ `
alter table business add inbound_token text, add undo_send_seconds int not null default 10 check (undo_send_seconds between 0 and 60),
  add reopen_days int not null default 30 check (reopen_days between 0 and 3650);

alter table stored_file add name text, add session_id uuid, drop constraint stored_file_purpose_check,
  add constraint stored_file_purpose_check check (purpose in ('DOCUMENT', 'ATTACHMENT', 'LOGO', 'MESSAGE'));
create index on stored_file (business_id, created_at) where purpose = 'MESSAGE' and session_id is not null;

alter table ticket
  add assignee_id uuid, add tags text[] not null default '{}', add snoozed_until timestamptz,
  add merged_into_id uuid, add continues_id uuid;

alter table ticket_message
  add kind text not null default 'MESSAGE' check (kind in ('MESSAGE', 'INTERNAL_NOTE')),
  add html text, add held_until timestamptz, add is_automatic boolean not null default false, add inbound_email_id uuid,
  add cc jsonb not null default '[]', add closes_ticket boolean not null default false, add idempotency_key text;
-- Whoever sends a message twice has said it once.
create unique index on ticket_message (business_id, coalesce(contact_id, team_member_id), idempotency_key) where idempotency_key is not null;

alter table attachment
  add ticket_message_id uuid, add omitted_because text, add content_id text,
  alter file_id drop not null,
  drop constraint attachment_check,
  add constraint attachment_belongs check (num_nonnulls(invoice_id, estimate_id, ticket_message_id) = 1),
  add constraint attachment_is_there check (num_nonnulls(file_id, omitted_because) = 1);
create index on attachment (business_id, ticket_message_id) where ticket_message_id is not null;

alter table dispatch alter contact_id drop not null;

alter table inbound_email
  add from_address text, add from_name text, add subject text, add ticket_message_id uuid, add client_id uuid,
  add attempts int not null default 0, add decided_at timestamptz, add decided_by uuid, add is_automatic boolean not null default false;
create index on inbound_email (business_id, created_at, id);
create index inbound_email_waiting on inbound_email (business_id) where outcome = 'QUARANTINED';
`;

const tables = /* sql */ `
create table ticket_participant (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, ticket_id uuid not null, address text not null, name text not null, removed_at timestamptz,
  primary key (business_id, id),
  foreign key (business_id, ticket_id) references ticket (business_id, id) deferrable initially deferred
);
create unique index on ticket_participant (business_id, ticket_id, lower(address));

-- How far each person has read: one of the two is set.
create table ticket_reading (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  client_id uuid not null, ticket_id uuid not null, contact_id uuid, team_member_id uuid, read_at timestamptz not null,
  primary key (business_id, id),
  check (num_nonnulls(contact_id, team_member_id) = 1),
  foreign key (business_id, ticket_id) references ticket (business_id, id) deferrable initially deferred
);
create unique index on ticket_reading (business_id, ticket_id, coalesce(contact_id, team_member_id));

create table canned_reply (
  id uuid not null, business_id uuid not null, created_at timestamptz not null,
  name text not null, body text not null,
  primary key (business_id, id)
);
create unique index on canned_reply (business_id, lower(name));
`;

const deletable = /* sql */ `
grant delete on canned_reply to portal_tenant, portal_system;
create policy team_deletes on canned_reply as restrictive for delete to portal_tenant using (current_client() is null);

-- Notes, and what may still be taken back, are the team's; only what may still be taken back can be.
create policy client_hears on ticket_message as restrictive for select to portal_tenant
  using (case when current_client() is null then true else kind = 'MESSAGE' and held_until is null end);
create policy client_gets on attachment as restrictive for select to portal_tenant
  using (case when current_client() is null or ticket_message_id is null then true
    else exists (select from ticket_message m where m.business_id = attachment.business_id and m.id = attachment.ticket_message_id) end);
grant delete on ticket_message to portal_tenant;
create policy only_held_is_deleted on ticket_message as restrictive for delete to portal_tenant
  using (current_client() is null and held_until is not null);
`;

const rows = /* sql */ `
-- 244 random bits, of which 128 are kept.
update business set inbound_token = md5(gen_random_uuid()::text || gen_random_uuid()::text) where inbound_token is null;
update inbound_email set
  from_address = lower(coalesce(payload #>> '{FromFull,Email}', payload ->> 'From', '')),
  from_name = coalesce(payload #>> '{FromFull,Name}', payload ->> 'FromName', ''),
  subject = coalesce(payload ->> 'Subject', '');
-- What was there before anybody noted what they read is no news.
insert into ticket_reading (id, business_id, created_at, client_id, ticket_id, team_member_id, read_at)
  select gen_random_uuid(), t.business_id, now(), t.client_id, t.id, m.id, t.last_message_at from ticket t join team_member m on m.business_id = t.business_id where m.archived_at is null;
insert into ticket_reading (id, business_id, created_at, client_id, ticket_id, contact_id, read_at)
  select gen_random_uuid(), t.business_id, now(), t.client_id, t.id, c.id, t.last_message_at from ticket t join contact c on c.business_id = t.business_id and c.client_id = t.client_id where c.archived_at is null;
`;

/** An index of words under row-level security is not used, since no text search is held to leak nothing: a function with walls of its own uses it. */
const afterwards = /* sql */ `
alter table business alter inbound_token set not null;
create unique index on business (inbound_token);
alter table ticket_message add words tsvector generated always as (to_tsvector('simple', body)) stored;
create index on ticket_message using gin (words);
alter table ticket add words tsvector generated always as (to_tsvector('simple', subject)) stored;
create index on ticket using gin (words);
create index on ticket (business_id, assignee_id, last_message_at, id) where state <> 'CLOSED';
create index on ticket using gin (tags);

create function tickets_with(query tsquery) returns setof uuid language sql stable security definer set search_path = public, pg_temp
as $$
  select t.id from ticket t where t.words @@ query and t.business_id = current_business() and (current_client() is null or t.client_id = current_client())
  union
  select m.ticket_id from ticket_message m
  where m.words @@ query and m.business_id = current_business()
    and (current_client() is null or (m.client_id = current_client() and m.kind = 'MESSAGE' and m.held_until is null))
$$;
revoke all on function tickets_with from public;
grant execute on function tickets_with to portal_tenant;
`;
