import type { Migration } from './migration.ts'
import { newerMigrations } from './newerTables.ts'

/**
 * The kernel's own tables, beside the business tables in the workspace's schema. `{s}` is the quoted schema.
 * Steps are only ever added at the end; each runs once, in a transaction with the note that it ran.
 */
export const kernelMigrations: readonly Migration[] = [
  {
    name: '0001 the house',
    sql: `
create table {s}._workspace (
  one boolean primary key default true check (one),
  definitions_version integer not null default 1,
  clock_offset_ms bigint not null default 0,
  demo boolean not null default false,
  settings jsonb not null default '{}'
);
insert into {s}._workspace default values;

create table {s}._definition (
  kind text not null, name text not null, version integer not null,
  status text not null check (status in ('draft', 'published', 'superseded')),
  body jsonb not null, note text,
  created_at timestamptz(3) not null, created_by uuid,
  primary key (kind, name, version)
);
create unique index on {s}._definition (kind, name) where status = 'published';
create unique index on {s}._definition (kind, name) where status = 'draft';

-- The outbox. xid orders readers soundly: identity values do not commit in order.
create table {s}._event (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz(3) not null,
  name text not null,
  object text, record uuid,
  actor uuid, actor_name text not null,
  cause text,
  payload jsonb not null default '{}',
  trace uuid not null,
  depth smallint not null default 0
);
create index on {s}._event (xid, id);
create index on {s}._event (record, id desc) where record is not null;
create index on {s}._event (name, id desc);
create table {s}._reader (name text primary key, xid xid8 not null default '0', event bigint not null default 0);
insert into {s}._reader (name) values ('reactions');
create table {s}._reaction_run (
  event bigint not null, reaction text not null, at timestamptz(3) not null, failure text, attempts smallint not null default 1,
  primary key (event, reaction)
);
create index on {s}._reaction_run (at desc) where failure is not null;

create table {s}._deadline (
  id uuid primary key, name text not null, object text not null, record uuid not null, key text not null default '',
  due_at timestamptz(3) not null, payload jsonb not null default '{}', state text not null default 'waiting',
  trace uuid not null, created_at timestamptz(3) not null, fired_at timestamptz(3)
);
create unique index on {s}._deadline (record, name, key) where state = 'waiting';
create index on {s}._deadline (due_at) where state = 'waiting';

create table {s}._session (
  token_hash bytea primary key, person uuid not null, created_at timestamptz(3) not null, expires_at timestamptz(3) not null,
  address text, agent text
);
create index on {s}._session (person);
create table {s}._api_key (
  id uuid primary key, hash bytea not null unique, hint text not null, name text not null, person uuid not null,
  created_at timestamptz(3) not null, revoked_at timestamptz(3)
);
create table {s}._credential (
  person uuid primary key, password_hash text, changed_at timestamptz(3) not null,
  totp_secret text, totp_confirmed boolean not null default false, totp_last bigint
);
create table {s}._rate (key text not null, slot timestamptz not null, count integer not null, primary key (key, slot));

create table {s}._file (
  id uuid primary key, name text not null, size bigint not null, type text not null, kind text not null, sha256 bytea not null,
  purpose text, object text, record uuid, immutable boolean not null default false,
  created_at timestamptz(3) not null, created_by uuid, deleted_at timestamptz(3)
);
create index on {s}._file (record, created_at desc) where deleted_at is null;

create table {s}._notification (
  id uuid primary key, person uuid not null, title jsonb not null, object text, record uuid, key text,
  at timestamptz(3) not null, read_at timestamptz(3)
);
create unique index on {s}._notification (person, key) where key is not null;
create index on {s}._notification (person, at desc);

create table {s}._counter (name text primary key, value bigint not null);

create table {s}._search (record uuid primary key, object text not null, title text not null, text text not null, tokens text[] not null);
create index on {s}._search using gin (tokens) with (fastupdate = off);
create table {s}._similar (record uuid primary key, object text not null, keys text[] not null);
create index on {s}._similar using gin (keys) with (fastupdate = off);

create table {s}._department_path (ancestor uuid not null, descendant uuid not null, depth smallint not null, primary key (ancestor, descendant));
create index on {s}._department_path (descendant);

create table {s}._process_instance (
  id uuid primary key, process text not null, definition jsonb not null, object text not null, record uuid not null,
  status text not null check (status in ('running', 'ended')), outcome text, state jsonb not null,
  locking boolean not null default false, awaits text[] not null default '{}',
  parent uuid, parent_wait text,
  started_by uuid, started_at timestamptz(3) not null, ended_at timestamptz(3)
);
create index on {s}._process_instance (record, started_at desc);
create unique index on {s}._process_instance (record, process) where status = 'running';
create index on {s}._process_instance using gin (awaits) where status = 'running' and awaits <> '{}';
create index on {s}._process_instance (parent) where parent is not null;
create table {s}._delegation (
  id uuid primary key, person uuid not null, deputy uuid not null, starts_at timestamptz(3) not null, ends_at timestamptz(3) not null,
  created_at timestamptz(3) not null, created_by uuid, revoked_at timestamptz(3)
);
create index on {s}._delegation (person, ends_at) where revoked_at is null;

-- Running servers: each holds an advisory lock of its id, which PostgreSQL lets go the moment the process is gone.
create table {s}._process (id uuid primary key, workers text[] not null default '{}', started_at timestamptz(3) not null default now());

create table {s}._intake (channel text not null, external_id text not null, answer jsonb not null, at timestamptz(3) not null, primary key (channel, external_id));
create table {s}._idempotency (person uuid not null, key text not null, fingerprint bytea not null, answer jsonb not null, at timestamptz(3) not null, primary key (person, key));
`,
  },
  {
    name: '0002 uploads under way',
    sql: `
-- Bytes given to the file store that no row names yet; what is left here after a day belongs to nobody.
create table {s}._upload (id uuid primary key, at timestamptz not null default now());
`,
  },
  {
    name: '0003 processes that start by themselves',
    sql: `
-- A run that a schedule, a hook or a mail starts may be about no record.
alter table {s}._process_instance alter column record drop not null;
create index on {s}._process_instance (process, started_at desc, id desc);
-- What the house has planned of starts by time; what is found different from the definitions is planned anew.
create table {s}._process_plan (process text primary key, start jsonb not null, planned_at timestamptz(3) not null);
create index on {s}._deadline (record, key) where name = 'process_date' and state = 'fired';
create table {s}._hook (name text primary key, secret_hash bytea not null, hint text not null, created_at timestamptz(3) not null, created_by uuid, used_at timestamptz(3));
`,
  },
  {
    name: '0004 the mailbox',
    sql: `
-- How far the mailbox for leads has been read, and since when that fails. \`box\` names it with its UIDVALIDITY.
create table {s}._mailbox (
  one boolean primary key default true check (one),
  box text, last_uid bigint not null default 0,
  failing_since timestamptz(3), failures integer not null default 0
);
insert into {s}._mailbox default values;
`,
  },
  {
    name: '0005 searched words are sorted in by the handful',
    sql: `
-- A new line has a hundred words; sorted in at once they cost more than the record. Half a megabyte of unsorted ones is read through quickly.
alter index {s}._search_tokens_idx set (fastupdate = on, gin_pending_list_limit = 512);
alter index {s}._similar_keys_idx set (fastupdate = on, gin_pending_list_limit = 512);
`,
  },
  {
    name: '0006 search follows the outbox',
    sql: `
-- Lines were written with their records up to here.
insert into {s}._reader (name, xid, event)
  select 'search', coalesce(last.xid, '0'), coalesce(last.id, 0) from (select) one left join (select xid, id from {s}._event order by xid desc, id desc limit 1) last on true;
-- Nobody asks for events by their names alone.
drop index {s}._event_name_id_idx;
`,
  },
  {
    name: '0007 sign-in',
    sql: `
-- How long a session lives is a rule of the company, asked with every request (kernel/auth/rules.ts).
alter table {s}._session drop column expires_at,
  add column id uuid not null default gen_random_uuid() unique,
  add column last_seen_at timestamptz(3) not null default now(),
  add column proved_at timestamptz(3);
-- Keys made before may do what they did; null is every object.
alter table {s}._api_key add column objects text[], add column verbs text[] not null default '{read,create,update,delete,act,export,import}',
  add column ends_at timestamptz(3), add column used_at timestamptz(3), add column revoked_by uuid;
alter table {s}._api_key alter column verbs drop default;
-- A second factor that is proposed stands beside the one in force until it is confirmed.
alter table {s}._credential add column totp_proposed text, add column totp_proposed_at timestamptz(3);
update {s}._credential set totp_secret = null where not totp_confirmed;
alter table {s}._credential drop column totp_confirmed;
`,
  },
  {
    name: '0008 once means once',
    sql: `
-- The answer is written in the transaction of the change; a key without an answer is one whose request is under way or was cut off.
alter table {s}._idempotency rename column person to caller;
alter table {s}._idempotency alter column caller type text, alter column answer drop not null, alter column answer type json using nullif(answer::text, 'null')::json;
create index on {s}._idempotency (at);
-- Work of many transactions notes what each of them came to, until the whole is answered.
create table {s}._idempotency_part (
  caller text not null, key text not null, part integer not null, answer json,
  primary key (caller, key, part), foreign key (caller, key) references {s}._idempotency (caller, key) on delete cascade
);
-- What was sent under an id that came beside the body.
alter table {s}._intake add column fingerprint bytea;
create index on {s}._intake (at);
-- What is swept is found by its age.
create index on {s}._rate (slot);
create index on {s}._deadline (coalesce(fired_at, due_at)) where state <> 'waiting';
create index on {s}._notification (read_at) where read_at is not null;
create index on {s}._reaction_run (at) where failure is null;
`,
  },
  {
    name: '0010 places that calls to the outside may reach',
    sql: `
-- It was all of the company's network or nothing; who had opened it keeps what worked.
update {s}._workspace set settings = settings - 'webhooks_may_call_private_addresses'
  || case when (settings->>'webhooks_may_call_private_addresses')::boolean
    then '{"outgoing": [{"address": "10.0.0.0/8"}, {"address": "172.16.0.0/12"}, {"address": "192.168.0.0/16"}, {"address": "127.0.0.0/8"}]}'::jsonb else '{}' end;
`,
  },
  {
    name: '0011 one-time passwords',
    sql: `
-- A one-time password counts until its moment, and once; its hash stays until the person has an own one, so that it does not become it.
alter table {s}._credential add column once_hash bytea, add column once_until timestamptz(3);
alter table {s}._session add column owes_password boolean not null default false;
`,
  },
  {
    name: '0012 roles that need a second factor',
    sql: `
-- Since when somebody is asked for one: their first sign-in with such a role.
alter table {s}._credential add column factor_asked_at timestamptz(3);
`,
  },
  {
    name: '0013 when people signed in',
    sql: `
-- Who has not signed in for long reads no notice.
alter table {s}._credential add column signed_in_at timestamptz(3);
create index on {s}._api_key (ends_at) where revoked_at is null;
`,
  },
  {
    name: '0014 passkeys',
    sql: `
-- What a person signs in with or shows besides the password; public keys only. A passkey belongs to the name under which the house was called.
create table {s}._passkey (
  id uuid primary key default gen_random_uuid(), person uuid not null, credential text not null unique, public_key bytea not null,
  counter bigint not null, transports text[] not null default '{}', place text not null, name text not null,
  created_at timestamptz(3) not null default now(), used_at timestamptz(3)
);
create index on {s}._passkey (person, created_at);
-- Whoever answers a challenge takes it away with it.
create table {s}._passkey_challenge (challenge text primary key, purpose text not null, person uuid, at timestamptz not null default now());
create index on {s}._passkey_challenge (at);
`,
  },
  {
    name: '0015 abnormal use is watched',
    sql: `
-- How often what, by whom, in a window of time; and when administrators were told that it was too often.
create table {s}._watch (
  kind text not null, subject text not null, slot timestamptz not null, count bigint not null, told_at timestamptz,
  primary key (kind, subject, slot)
);
create index on {s}._watch (slot) where told_at is null;
create index on {s}._watch (told_at) where told_at is not null;
-- How much a person has uploaded is added up with each upload.
create index on {s}._file (created_by, created_at) include (size) where created_by is not null;
create table {s}._key_address (key uuid not null, address text not null, at timestamptz not null default now(), primary key (key, address));
`,
  },
  ...newerMigrations,
]
