import { sql } from 'kysely'
import { kindOf, Refusal, refuse, type Field, type ObjectDef } from '../../model/index.ts'
import { rowCondition } from '../access/grants.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { fragment } from './fragments.ts'
import { loadRecord } from './load.ts'
import { objectOf } from './row.ts'

const systemTargets: Readonly<Record<string, string>> = { owner: 'user', department: 'department' }

/** Every id given must be a record that the caller may read; one that is hidden is refused in the same words as one that is not there. */
export async function checkReferences(tx: Tx, object: ObjectDef, given: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, value] of Object.entries(given)) {
    const field: Field | undefined = object.fields[name]
    const target = systemTargets[name] ?? (field && kindOf(field).target?.(field))
    if (target && value) await checkTarget(tx, target, name, field, Array.isArray(value) ? (value as string[]) : [value as string])
    else if (field && ['file', 'image', 'signature'].includes(field.type) && value) await checkFiles(tx, name, field, Array.isArray(value) ? (value as string[]) : [value as string])
  }
}

async function checkTarget(tx: Tx, targetName: string, name: string, field: Field | undefined, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || (ids.length === 1 && ids[0] === tx.actor.id)) return
  const target = objectOf(tx.definitions, targetName)
  // People and departments are known to every colleague: a picker shows their names.
  const condition = ['user', 'department'].includes(targetName) ? { text: 'true', params: [] } : rowCondition(tx.definitions, tx.workspace, target, tx.actor, 'read', 't')
  const { rows } = condition
    ? await sql<{ id: string }>`select t.id from ${table(tx.workspace, target.name)} t where t.id = any(${ids}::uuid[]) and t.deleted_at is null and (${fragment(condition)})`.execute(tx.db)
    : { rows: [] }
  if (rows.length === new Set(ids).size) return
  const label = field?.label ?? { zh: name }
  throw refuse('reference_unknown', { zh: `“${label.zh}”指向的${target.label.zh}不存在或您无权使用`, en: `"${label.en ?? label.zh}" points at a ${target.label.en ?? target.name} that does not exist or is not yours to use` }, { field: name })
}

/** A file may be named by who uploaded it, or once it hangs on a record by who may read that record; for others it does not exist. */
async function checkFiles(tx: Tx, name: string, field: Field, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; object: string | null; record: string | null; mine: boolean }>`
    select id, object, record, created_by is not distinct from ${tx.actor.id}::uuid as mine from ${table(tx.workspace, '_file')} where id = any(${ids}::uuid[]) and deleted_at is null`.execute(tx.db)
  const open = await Promise.all(rows.map(({ object, record, mine }) => tx.actor.trusted || (object && record ? mayRead(tx, object, record) : mine)))
  if (rows.length === new Set(ids).size && open.every(Boolean)) return
  throw refuse('reference_unknown', { zh: `“${field.label?.zh ?? name}”中的文件不存在`, en: `"${field.label?.en ?? name}" names a file that does not exist` }, { field: name })
}

const mayRead = (tx: Tx, object: string, record: string) => loadRecord(tx, object, record).then(() => true, (error: unknown) => {
  if (error instanceof Refusal) return false
  throw error
})
