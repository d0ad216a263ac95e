import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { database } from './cluster.ts'

/** As whom the server works: it owns the schemas it makes and may do nothing else in the cluster. */
export const serverRole = 'guantong_server'

const passwordFile = (folder: string): string => join(folder, 'postgres.server.password')

/** The password of the server's role, random per data folder and readable by its owner only. */
export const readServerPassword = (folder: string): string =>
  readFileSync(passwordFile(folder), 'utf8').trim()

/**
 * Makes the role the server works as and gives it what a folder of an earlier version has under the
 * superuser. The superuser of the cluster is used for nothing else: reading files, running programs and
 * changing roles stay closed to whatever reaches SQL.
 * @param adminUrl address of the database as its superuser
 */
export async function ensureServerRole(folder: string, adminUrl: string): Promise<void> {
  if (!existsSync(passwordFile(folder)))
    writeFileSync(passwordFile(folder), randomBytes(24).toString('base64url'), { mode: 0o600 })
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rows } = await client.query(`select from pg_roles where rolname = '${serverRole}'`)
    if (rows.length === 0)
      await client.query(`create role ${serverRole} login nosuperuser nocreatedb nocreaterole noreplication`)
    await client.query(`alter role ${serverRole} password ${pg.escapeLiteral(readServerPassword(folder))}`)
    await client.query(
      `revoke all on database ${database} from public; grant connect, create, temporary on database ${database} to ${serverRole}`,
    )
    const handed = await client.query<{ statement: string }>(ownedByOthers)
    if (handed.rows.length > 0) await client.query(handed.rows.map(({ statement }) => statement).join(';\n'))
  } finally {
    await client.end()
  }
}

/**
 * Statements that hand schemas, and what lies in them, to the server's role: nothing of PostgreSQL itself, of
 * extensions or of `public`. Sequences of identity columns, indexes and row types follow their tables.
 */
const ownedByOthers = `
with place as (
  select oid, nspname, nspowner from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
), taken as (select oid from pg_roles where rolname = '${serverRole}'), extended as (select classid, objid from pg_depend where deptype = 'e')
select format('alter schema %I owner to ${serverRole}', nspname) as statement from place where nspowner not in (select oid from taken)
union all
select format('alter %s %s owner to ${serverRole}', case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, c.oid::regclass)
from pg_class c join place p on p.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relowner not in (select oid from taken)
  and ('pg_class'::regclass, c.oid) not in (select classid, objid from extended)
  and not (c.relkind = 'S' and exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')))
union all
select format('alter routine %s owner to ${serverRole}', r.oid::regprocedure)
from pg_proc r join place p on p.oid = r.pronamespace
where r.proowner not in (select oid from taken) and ('pg_proc'::regclass, r.oid) not in (select classid, objid from extended)
union all
select format('alter type %s owner to ${serverRole}', t.oid::regtype)
from pg_type t join place p on p.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
where t.typowner not in (select oid from taken) and (t.typtype in ('d', 'e') or c.relkind = 'c')
  and ('pg_type'::regclass, t.oid) not in (select classid, objid from extended)`
