import { sql } from 'kysely'
import { kindOf, refuse, type AnyRow, type Field, type ObjectDef } from '../../model/index.ts'
import { parentOf } from '../access/grants.ts'
import { rowCondition } from '../access/rows.ts'
import { fragment } from '../records/fragments.ts'
import { toRecord } from '../records/row.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

const systemKeys: Readonly<Record<string, Field>> = {
  number: { type: 'text', label: { zh: '编号', en: 'Number' } },
  id: { type: 'text', label: { zh: '标识', en: 'Id' } },
}

/**
 * The field by which rows find their records: a text or a reference that the sheet fills, or the number or
 * the id of the record itself.
 */
export function keyField(object: ObjectDef, fields: Readonly<Record<string, Field>>, key: string): Field {
  const field = systemKeys[key] ?? fields[key]
  const column = field && kindOf(field).column?.(field)
  if (field && (column === 'text' || column === 'uuid')) return field
  throw refuse(
    'key_unfit',
    {
      zh: `“${key}”不能用来识别${object.label.zh}，请选择文本、编号或关联字段`,
      en: `"${key}" cannot tell one ${object.label.en ?? object.name} from another: take a text, a number or a reference`,
    },
    { field: 'options.key', status: 400 },
  )
}

export interface Known {
  readonly record: AnyRow
  /**
   * Whether the caller may change it as it stands: granted and not under approval. Unsure of child rows,
   * whose parent decides.
   */
  readonly open: boolean
}

/** Records that the caller may see by the value of the key; several of one value are all answered. */
export async function findByKey(
  tx: Tx,
  object: ObjectDef,
  key: string,
  values: readonly string[],
): Promise<ReadonlyMap<string, readonly Known[]>> {
  const [seen, changed] = (['read', 'update'] as const).map((verb) =>
    rowCondition(tx.definitions, tx.workspace, object, tx.actor, verb, 't'),
  )
  const found = new Map<string, Known[]>()
  if (!seen || values.length === 0) return found
  const uuid =
    key === 'id' ||
    (key !== 'number' &&
      kindOf(object.fields[key] ?? systemKeys.number!).column?.(object.fields[key]!) === 'uuid')
  const open = changed && !parentOf(object) ? sql`(${fragment(changed)}) and t.locked_by is null` : sql`false`
  const { rows } = await sql<Record<string, unknown> & { _key: string; _open: boolean }>`
    select t.*, t.${sql.id(key)}::text as _key, ${open} as _open from ${table(tx.workspace, object.name)} t
    where t.${sql.id(key)} = any(${values}::${uuid ? sql`uuid[]` : sql`text[]`}) and t.deleted_at is null and (${fragment(seen)})`.execute(
    tx.db,
  )
  for (const row of rows)
    found.set(row._key, [
      ...(found.get(row._key) ?? []),
      { record: toRecord(object, tx.definitions, row), open: row._open },
    ])
  return found
}
