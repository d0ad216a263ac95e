import type { Migration } from './migration.ts'

/** The steps after those of `tables.ts`, which is full; new ones are added at the end of this. */
export const newerMigrations: readonly Migration[] = [
  {
    name: '0016 who read what is protected',
    sql: `
-- Written in batches a moment after the reading; swept by age (kernel/privacy/readings.ts).
create table {s}._reading (
  id bigint generated always as identity primary key,
  at timestamptz(3) not null, person uuid not null, person_name text not null, by_key boolean not null,
  object text not null, record uuid, how text not null, levels text[] not null,
  rows integer not null, times integer not null, address text not null
);
create index on {s}._reading (at);
create index on {s}._reading (person, id);
create index on {s}._reading (record, id) where record is not null;
`,
  },
  {
    name: '0017 names by their beginnings',
    sql: `
-- What one types first of a name, the shortest names first (kernel/search/heads.ts); \`size\` is the length of the name.
create table {s}._search_head (object text not null, head text not null, size smallint not null, record uuid not null, primary key (object, head, size, record));
create index on {s}._search_head (record);
-- By which rule a line was made: older ones are made anew when nothing else is to be done (kernel/search/follow.ts).
alter table {s}._search add column made smallint not null default 0;
create index on {s}._search (record) where made < 1; create index on {s}._search (object, record desc);
`,
  },
  {
    name: '0018 views of lists',
    sql: `
-- How a person looks at a list; with roles, how others do, too.
create table {s}._view (
  id uuid primary key, object text not null, name text not null, owner uuid not null, roles text[] not null, default_for text[] not null,
  body jsonb not null, version integer not null, changed_at timestamptz(3) not null
);
create index on {s}._view (object, owner);
`,
  },
]
