import { sql, type Kysely } from 'kysely'
import type { AnyRow, ObjectDef } from '../../model/index.ts'
import { hasNews, readNews, type News } from '../events/outbox.ts'
import { grouped } from '../records/grouped.ts'
import { toRecord } from '../records/row.ts'
import { refresh, table, type Workspace } from '../workspace/workspace.ts'
import { headsOf } from './heads.ts'
import { isSearched, objectToken, textOf, titleOf } from './searchedText.ts'
import { tokensOf } from './tokens.ts'

/**
 * The search table follows the outbox as a reader of its own: a line has a hundred words, which no write
 * should wait for, and many lines at once cost a fraction of one by one. Whoever searches brings it up to
 * date first.
 */

/** So many events at once: spelling and sorting in a hundred lines takes some 20 ms. */
const most = 100

/** The rule by which lines are made. A line of an older one is made anew; see the index of the table. */
const madeBy = 1

/**
 * Reads some of what is new and writes the lines of the records it is about, none by two processes at once.
 * @returns how many events were read, null where another process is at it
 */
export const followWrites = (
  workspace: Workspace,
  how: { readonly heldBack?: boolean } = {},
): Promise<number | null> =>
  readNews(
    workspace,
    'search',
    async (db, events) => {
      await refresh(workspace)
      const lines: Line[] = []
      const gone: string[] = []
      for (const [name, some] of grouped(events.filter(movesLine), (event) => event.object!)) {
        const object = workspace.definitions.objects[name]
        if (!object || !isSearched(object)) continue
        const moved = await movedLines(workspace, db, object, [
          ...new Set(some.map((event) => event.record!)),
        ])
        lines.push(...moved.lines)
        gone.push(...moved.gone)
      }
      await writeLines(workspace, db, lines)
      await dropLines(workspace, db, gone)
    },
    { ...how, most },
  )

/**
 * Makes some lines anew that were made by an older rule, a hundred at a time.
 * @returns how many were left to do when it began, at most a hundred
 */
export async function renewLines(workspace: Workspace): Promise<number> {
  return workspace.db.transaction().execute(async (db) => {
    const { rows } = await sql<{ record: string; object: string }>`
      select record, object from ${table(workspace, '_search')} where made < 1
      limit ${most} for update skip locked`.execute(db)
    for (const [name, some] of grouped(rows, ({ object }) => object)) {
      const object = workspace.definitions.objects[name]
      const ids = some.map(({ record }) => record)
      const { lines } =
        object && isSearched(object) ? await movedLines(workspace, db, object, ids) : { lines: [] }
      await writeLines(workspace, db, lines)
      const written = new Set(lines.map(({ record }) => record))
      await dropLines(
        workspace,
        db,
        ids.filter((id) => !written.has(id)),
      )
    }
    return rows.length
  })
}

/** So long a search waits at most for the lines of what was written before it. */
const patienceMs = 300

/**
 * What was written before the question, as far as that is done in a moment; what is more, as after a large
 * import, is found a little later.
 */
export async function catchUp(workspace: Workspace): Promise<void> {
  const until = Date.now() + patienceMs
  while (Date.now() < until && (await hasNews(workspace, 'search'))) {
    const read = await followWrites(workspace, { heldBack: true })
    if (read !== null && read < most) return
    if (read === null) await new Promise((resume) => setTimeout(resume, 5))
  }
}

const movesLine = ({ name, object, record }: News) =>
  Boolean(object && record) && /\.(created|imported|updated|deleted|restored|forgotten)$/.test(name)

interface Line {
  readonly record: string
  readonly object: string
  readonly title: string
  readonly text: string
}

async function movedLines(workspace: Workspace, db: Kysely<any>, object: ObjectDef, ids: readonly string[]) {
  const { rows } = await sql<Record<string, unknown>>`
    select t.*, s.title as _title, s.text as _text, s.made as _made from ${table(workspace, object.name)} t left join ${table(workspace, '_search')} s on s.record = t.id
    where t.id = any(${ids}::uuid[])`.execute(db)
  const here = rows.filter((row) => row.deleted_at === null)
  const lines = here
    .map((row) => ({ row, line: lineOf(object, toRecord(object, workspace.definitions, row)) }))
    .filter(({ row, line }) => row._made !== madeBy || row._title !== line.title || row._text !== line.text)
    .map(({ line }) => line)
  return { lines, gone: rows.filter((row) => row.deleted_at !== null).map((row) => row.id as string) }
}

const lineOf = (object: ObjectDef, record: AnyRow): Line => ({
  record: record.id,
  object: object.name,
  title: titleOf(object, record),
  text: textOf(object, record),
})

async function writeLines(workspace: Workspace, db: Kysely<any>, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return
  // No word has a blank in it, see tokens.ts.
  const words = lines.map((line) => [objectToken(line.object), ...tokensOf(line.text)].join(' '))
  const column = (name: keyof Line) => lines.map((line) => line[name])
  await sql`
    insert into ${table(workspace, '_search')} (record, object, title, text, tokens, made)
    select l.record, l.object, l.title, l.text, string_to_array(l.words, ' '), ${madeBy}
    from unnest(${column('record')}::uuid[], ${column('object')}::text[], ${column('title')}::text[], ${column('text')}::text[], ${words}::text[]) as l (record, object, title, text, words)
    on conflict (record) do update
      set title = excluded.title, text = excluded.text, tokens = excluded.tokens, made = excluded.made`.execute(
    db,
  )
  // No head has a blank in it either.
  const heads = lines.map((line) => headsOf(line.title).join(' '))
  const sizes = lines.map((line) => [...line.title].length)
  await sql`delete from ${table(workspace, '_search_head')} where record = any(${column('record')}::uuid[])`.execute(
    db,
  )
  await sql`
    insert into ${table(workspace, '_search_head')} (object, head, size, record)
    select l.object, h.head, l.size, l.record
    from unnest(${column('record')}::uuid[], ${column('object')}::text[], ${sizes}::smallint[], ${heads}::text[]) as l (record, object, size, heads)
    cross join string_to_table(l.heads, ' ') as h (head)
    where h.head <> ''`.execute(db)
}

async function dropLines(workspace: Workspace, db: Kysely<any>, records: readonly string[]): Promise<void> {
  if (records.length === 0) return
  for (const name of ['_search', '_search_head'])
    await sql`delete from ${table(workspace, name)} where record = any(${records}::uuid[])`.execute(db)
}
