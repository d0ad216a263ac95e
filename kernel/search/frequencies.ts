import { sql } from 'kysely'
import { secondConnection } from '../workspace/secondConnection.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** How many rows have a word, of the words that are common; a word that is not named is rare. */
export type Frequencies = ReadonlyMap<string, number>

/** A column of words. */
interface Column {
  readonly table: '_search' | '_similar'
  readonly column: string
}

const rememberMs = 60_000
interface Remembered {
  readonly found: Promise<Frequencies>
  readonly until: number
}
const remembered = new WeakMap<Workspace, Map<string, Remembered>>()

/**
 * From PostgreSQL's own statistics of the column, which it renews as the table grows; a minute old at most.
 * @example (await frequencies(workspace, { table: '_search', column: 'tokens' })).get('公司') // 948000
 */
export function frequencies(workspace: Workspace, of: Column): Promise<Frequencies> {
  const all = remembered.get(workspace) ?? new Map<string, Remembered>()
  remembered.set(workspace, all)
  const known = all.get(of.table)
  if (known && known.until > Date.now()) return known.found
  const found = readFrequencies(workspace, of)
  all.set(of.table, { found, until: Date.now() + rememberMs })
  found.catch(() => all.delete(of.table))
  return found
}

async function readFrequencies(workspace: Workspace, of: Column): Promise<Frequencies> {
  const { rows } = await sql<{ words: string[] | null; shares: number[] | null; records: number }>`
    select s.most_common_elems::text::text[] as words, s.most_common_elem_freqs as shares, c.reltuples as records
    from pg_stats s join pg_class c on c.relname = s.tablename join pg_namespace n on n.oid = c.relnamespace and n.nspname = s.schemaname
    where s.schemaname = ${workspace.name} and s.tablename = ${of.table} and s.attname = ${of.column}`.execute(
    secondConnection(workspace),
  )
  const [{ words, shares, records } = { words: null, shares: null, records: 0 }] = rows
  return new Map((words ?? []).map((word, i) => [word, (shares?.[i] ?? 0) * records]))
}
