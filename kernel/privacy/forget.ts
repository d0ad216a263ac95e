import { sql } from 'kysely'
import { kindOf, refuse, type Label } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import { eraseFiles } from '../files/eraseFiles.ts'
import { toParameter } from '../records/row.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { forgottenName, heldOf, personalIn, type Held } from './held.ts'

export interface Forgotten {
  readonly records: readonly {
    readonly object: string
    readonly id: string
    readonly number: string | null
    readonly fields: readonly string[]
  }[]
  readonly files: number
  /** Texts that people wrote and that may still name the person: to be looked at by a person. */
  readonly look_at: readonly { readonly object: string; readonly id: string; readonly field: string }[]
}

/**
 * Empties what is personal in every record that speaks of the person, in their history and their files, for
 * good. Refuses `person_needed` with all reasons while one of the records is at work or an obligation stands.
 */
export async function forgetPerson(tx: Tx, object: string, id: string): Promise<Forgotten> {
  const held = await heldOf(tx, object, id)
  const stays = held.flatMap((one) => one.stays)
  if (stays.length > 0) throw stillNeeded(stays)
  const records = []
  let files = 0
  for (const one of held) {
    const { fields, files: gone } = await forgetIn(tx, one)
    files += gone
    if (fields.length > 0)
      records.push({ object: one.object.name, id: one.record.id, number: one.record.number, fields })
  }
  return { records, files, look_at: held.flatMap(textsIn) }
}

const stillNeeded = (stays: readonly Required<Label>[]) =>
  refuse(
    'person_needed',
    {
      zh: `现在还不能清除个人信息：${stays.map(({ zh }) => zh).join('；')}。请先办结`,
      en: `Personal data is still needed: ${stays.map(({ en }) => en).join('; ')}. Bring that to its end first`,
    },
    { status: 409, missing: stays.map((label) => ({ code: 'obligation', label })) },
  )

/** One record, without asking whether it may be forgotten. */
export async function forgetIn(
  tx: Tx,
  one: Pick<Held, 'object' | 'record'>,
): Promise<{ readonly fields: readonly string[]; readonly files: number }> {
  const { object, record } = one
  const personal = personalIn(one)
  if (personal.length === 0) return { fields: [], files: 0 }
  const name = object.person && record[object.person]
  // A person who has no company is the title of their own inquiry.
  const title = object.title && name && record[object.title] === name ? [object.title] : []
  const fields = [...new Set([...personal, ...title])]
  await sql`
    update ${table(tx.workspace, object.name)} set ${sql.join(fields.map((field) => sql`${sql.id(field)} = ${emptied(one, field)}`))},
      version = version + 1, updated_at = ${tx.now} where id = ${record.id}`.execute(tx.db)
  await forgetHistory(tx, one, fields)
  const named = fields.flatMap((field) =>
    kindOf(object.fields[field]!).files ? [record[field]].flat() : [],
  ) as string[]
  const files = await eraseFiles(tx, { ids: named })
  await emitEvents(tx, [
    {
      name: `${object.name}.forgotten`,
      object: object.name,
      record: record.id,
      payload: { fields, files: files.length },
    },
  ])
  return { fields, files: files.length }
}

function emptied({ object }: Pick<Held, 'object'>, name: string): unknown {
  const field = object.fields[name]!
  const keeps = field.required || name === object.title
  return toParameter(field, keeps && kindOf(field).column?.(field) === 'text' ? forgottenName : null)
}

/**
 * Events of the record keep that something changed, and lose what; so do notices and the keys by which
 * likenesses are found.
 */
async function forgetHistory(
  tx: Tx,
  { record }: Pick<Held, 'record'>,
  fields: readonly string[],
): Promise<void> {
  const values = fields.flatMap((field) =>
    typeof record[field] === 'string' && record[field].length >= 2 ? [record[field] as string] : [],
  )
  const events = table(tx.workspace, '_event')
  await sql`
    update ${events} set payload = jsonb_set(payload, '{changes}', (payload -> 'changes') - ${fields}::text[])
    where record = ${record.id} and payload -> 'changes' ?| ${fields}::text[]`.execute(tx.db)
  await sql`
    update ${events} set payload = '{"forgotten": true}'
    where record = ${record.id} and exists (select from unnest(${values}::text[]) v where strpos(payload::text, to_json(v)::text) > 0)`.execute(
    tx.db,
  )
  for (const name of ['_similar', '_notification'])
    await sql`delete from ${table(tx.workspace, name)} where record = ${record.id}`.execute(tx.db)
}

const textsIn = ({ object, record }: Held) =>
  Object.entries(object.fields)
    .filter(([name, field]) => kindOf(field).prose && record[name] && record[name] !== forgottenName)
    .map(([field]) => ({ object: object.name, id: record.id, field }))
