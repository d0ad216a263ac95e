import { sql } from 'kysely'
import { kindOf, Refusal, refuse, type Field, type ObjectDef } from '../../model/index.ts'
import { isOpen } from '../access/grants.ts'
import { everything, rowCondition } from '../access/rows.ts'
import { objectOf, targetOf } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { fragment } from './fragments.ts'
import { grouped } from './grouped.ts'
import { loadRecord } from './load.ts'

interface Pointing {
  readonly name: string
  readonly field: Field | undefined
  readonly target: ObjectDef
  readonly ids: readonly string[]
}

/**
 * Every id given must be a record that the caller may read; one that is hidden is refused in the same words
 * as one that is not there. One statement for them all.
 */
export async function checkReferences(
  tx: Tx,
  object: ObjectDef,
  given: Readonly<Record<string, unknown>>,
): Promise<void> {
  const pointing: Pointing[] = []
  for (const [name, value] of Object.entries(given)) {
    const field: Field | undefined = object.fields[name]
    const target = targetOf(object, name)
    if (!value) continue
    const ids = Array.isArray(value) ? (value as string[]) : [value as string]
    if (target && ids.length > 0 && !(ids.length === 1 && ids[0] === tx.actor.id))
      pointing.push({ name, field, target: objectOf(tx.definitions, target), ids })
    else if (!target && field && kindOf(field).files) await checkFiles(tx, name, field, ids)
  }
  const known = await readable(tx, pointing)
  for (const { name, field, target, ids } of pointing) {
    if (ids.every((id) => known.get(target.name)?.has(id.toLowerCase()))) continue
    const label = field?.label ?? { zh: name }
    throw refuse(
      'reference_unknown',
      {
        zh: `“${label.zh}”指向的${target.label.zh}不存在或您无权使用`,
        en: `"${label.en ?? label.zh}" points at a ${target.label.en ?? target.name} that does not exist or is not yours to use`,
      },
      { field: name },
    )
  }
}

/** Which of the ids there are and may be read, by object. */
async function readable(
  tx: Tx,
  pointing: readonly Pointing[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const parts = [...grouped(pointing, ({ target }) => target.name)].flatMap(([name, some]) => {
    // Who is known by name to everybody may be pointed at.
    const condition = isOpen(some[0]!.target)
      ? everything
      : rowCondition(tx.definitions, tx.workspace, some[0]!.target, tx.actor, 'read', 't')
    return condition
      ? [
          sql`
      select ${name}::text as object, t.id from ${table(tx.workspace, name)} t where t.id = any(${some.flatMap((one) => one.ids)}::uuid[]) and t.deleted_at is null and (${fragment(condition)})`,
        ]
      : []
  })
  const { rows } =
    parts.length > 0
      ? await sql<{ object: string; id: string }>`${sql.join(parts, sql` union all `)}`.execute(tx.db)
      : { rows: [] }
  return new Map(
    [...grouped(rows, (row) => row.object)].map(([name, some]) => [name, new Set(some.map((row) => row.id))]),
  )
}

/**
 * A file may be named by who uploaded it, or once it hangs on a record by who may read that record; for
 * others it does not exist.
 */
async function checkFiles(tx: Tx, name: string, field: Field, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; object: string | null; record: string | null; mine: boolean }>`
    select id, object, record, created_by is not distinct from ${tx.actor.id}::uuid as mine from ${table(tx.workspace, '_file')} where id = any(${ids}::uuid[]) and deleted_at is null`.execute(
    tx.db,
  )
  const open = await Promise.all(
    rows.map(
      ({ object, record, mine }) =>
        tx.actor.trusted || (object && record ? mayRead(tx, object, record) : mine),
    ),
  )
  if (rows.length === new Set(ids).size && open.every(Boolean)) return
  throw refuse(
    'reference_unknown',
    {
      zh: `“${field.label?.zh ?? name}”中的文件不存在`,
      en: `"${field.label?.en ?? name}" names a file that does not exist`,
    },
    { field: name },
  )
}

const mayRead = (tx: Tx, object: string, record: string) =>
  loadRecord(tx, object, record).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal) return false
      throw error
    },
  )
