import { Migration } from '@mikro-orm/migrations';

/**
 * A client's timeline is read from events, messages and mails together: each has an index in its order, and the
 * words that it is found by. A mail keeps the subject that it left with.
 */
export class TimelineMigration extends Migration {
  override up() {
    this.addSql(words);
    this.addSql(columns);
    this.addSql(indexes);
    this.addSql(plannable);
  }
}

/**
 * Hyphens and dots part words, since the text parser would read "-0042" in INV-2026-0042 as a number and an address
 * as one word. A text search vector has room for a megabyte; nobody looks for a word behind the first 100,000 characters.
 */
const words = /* sql */ `
create function words_of(text) returns tsvector language sql immutable parallel safe
as $$ select to_tsvector('simple', translate(left($1, 100000), '!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~', repeat(' ', 32))) $$;
`;

const columns = /* sql */ `
alter table dispatch add subject text;
alter table dispatch add words tsvector generated always as (words_of(recipient || ' ' || coalesce(subject, '') || ' ' || coalesce(note, ''))) stored;
alter table client_event add words tsvector generated always as (words_of(summary || ' ' || coalesce(team_member_name, ''))) stored;
alter table ticket_message drop column words;
alter table ticket_message add words tsvector generated always as (words_of(author_name || ' ' || body)) stored;
alter table ticket drop column words;
alter table ticket add words tsvector generated always as (words_of(subject)) stored;
`;

const indexes = /* sql */ `
create index on ticket_message using gin (words);
create index on ticket using gin (words);
create index on ticket_message (business_id, client_id, created_at desc, id desc) where held_until is null;
create index on dispatch (business_id, client_id, created_at desc, id desc);
`;

/** In words that the planner reads (see 20261123-money). */
const plannable = /* sql */ `alter policy team_wall on client_event using (case when current_client() is null then true else false end);`;
