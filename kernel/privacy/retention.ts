import { sql, type RawBuilder } from 'kysely'
import { kindOf, pipelinesOf, type Definitions, type ObjectDef } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import { eraseFiles } from '../files/eraseFiles.ts'
import { toRecord } from '../records/row.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { now, systemActor, table, type Workspace } from '../workspace/workspace.ts'
import { forgetIn } from './forget.ts'
import { forgottenName, obligationsOf, personalIn } from './held.ts'
import { privacyRules, type PrivacyRules } from './rules.ts'

type Retention = Pick<PrivacyRules, 'erase_deleted_days' | 'forget_closed_months'>
type Counts = Readonly<Record<string, number>>

/** So many records in one transaction. */
const portion = 100

/**
 * What the rules would take at this moment, by object, before anybody switches them on. Obligations are asked
 * when it happens.
 */
export async function countRetention(
  workspace: Workspace,
  { erase_deleted_days: days, forget_closed_months: months }: Retention,
): Promise<{ readonly erase: Counts; readonly forget: Counts }> {
  const [erase, forget]: [Record<string, number>, Record<string, number>] = [{}, {}]
  const count = async (object: ObjectDef, where: RawBuilder<unknown>) => {
    const { rows } = await sql<{
      n: string
    }>`select count(*) as n from ${table(workspace, object.name)} t where ${where}`.execute(
      workspace.dbFor.background,
    )
    return Number(rows[0]!.n)
  }
  for (const object of erasable(workspace)) {
    if (days !== null) {
      const n = await count(object, longDeleted(workspace, object, days))
      if (n > 0) erase[object.name] = n
    }
    if (months[object.name] !== undefined)
      forget[object.name] = await count(object, longClosed(workspace, object, months[object.name]!))
  }
  return { erase, forget }
}

/** Does what the rules say, in portions that hold nobody up. Any number of servers may do it at once. */
export async function keepRetention(
  workspace: Workspace,
): Promise<{ readonly erased: number; readonly forgotten: number }> {
  const { erase_deleted_days: days, forget_closed_months: months } = await privacyRules(workspace)
  let [erased, forgotten] = [0, 0]
  for (const [name, age] of Object.entries(months)) {
    const object = workspace.definitions.objects[name]
    if (object?.person) forgotten += await forgetClosed(workspace, object, age)
  }
  // What nothing points at any more goes first and sets free what it pointed at.
  if (days !== null)
    for (let gone = -1; gone !== 0; erased += gone) {
      gone = 0
      for (const object of erasable(workspace))
        gone += await eraseDeleted(workspace, object, days).catch(complainOf(object))
    }
  return { erased, forgotten }
}

/**
 * Colleagues who left and departments that were dissolved stand in every history and stay (docs/security.md).
 */
const erasable = ({ definitions }: Workspace) =>
  Object.values(definitions.objects).filter((object) => !object.decides_rights)

/** One object that cannot be dealt with holds up none of the others. */
const complainOf = (object: ObjectDef) => (error: unknown) => {
  process.stderr.write(
    `${JSON.stringify({ level: 40, msg: `deleted records of ${object.name} cannot be removed`, code: (error as { code?: string }).code })}\n`,
  )
  return 0
}

const actor = systemActor('retention')

async function eraseDeleted(workspace: Workspace, object: ObjectDef, days: number): Promise<number> {
  let all = 0
  for (let gone = portion; gone === portion; all += gone) {
    await workspace.traffic.room()
    gone = await transact(workspace, actor, async (tx) => {
      const { rows } = await sql<{ id: string }>`
        select id from ${table(workspace, object.name)} t where ${longDeleted(workspace, object, days)} limit ${portion} for update skip locked`.execute(
        tx.db,
      )
      for (const { id } of rows) await eraseRecord(tx, object, id)
      return rows.length
    })
  }
  return all
}

/** The record, its files, and all but the bare course of its history. */
async function eraseRecord(tx: Tx, object: ObjectDef, id: string): Promise<void> {
  const at = (name: string) => table(tx.workspace, name)
  const files = await eraseFiles(tx, { record: id })
  for (const name of ['_search', '_search_head', '_similar', '_notification', '_deadline'])
    await sql`delete from ${at(name)} where record = ${id}`.execute(tx.db)
  await sql`delete from ${at('_process_instance')} where record = ${id} and status = 'ended'`.execute(tx.db)
  await sql`update ${at('_event')} set payload = '{"forgotten": true}' where record = ${id}`.execute(tx.db)
  await sql`delete from ${at(object.name)} where id = ${id}`.execute(tx.db)
  await emitEvents(tx, [
    { name: `${object.name}.erased`, object: object.name, record: id, payload: { files: files.length } },
  ])
}

async function forgetClosed(workspace: Workspace, object: ObjectDef, months: number): Promise<number> {
  let done = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    await workspace.traffic.room()
    const looked = await transact(workspace, actor, async (tx) => {
      const { rows } = await sql<Record<string, unknown> & { id: string }>`
        select t.* from ${table(workspace, object.name)} t where ${longClosed(workspace, object, months)} and t.id > ${after}::uuid
        order by t.id limit ${portion} for update skip locked`.execute(tx.db)
      for (const row of rows) {
        const record = toRecord(object, tx.definitions, row)
        if ((await obligationsOf(tx, object, { record, row })).length > 0) continue
        if (
          personalIn({ object, record }).length > 0 &&
          (await forgetIn(tx, { object, record })).fields.length > 0
        )
          done++
      }
      return rows
    })
    if (looked.length < portion) return done
    after = looked.at(-1)!.id
  }
}

/**
 * Deleted so long ago, and nothing needs it: no other row points at it, no process decides about it, none of
 * its files is on record.
 */
function longDeleted(workspace: Workspace, object: ObjectDef, days: number): RawBuilder<unknown> {
  const free = pointersAt(workspace.definitions, object.name).map(
    ({ from, by, many }) =>
      sql`not exists (select from ${table(workspace, from)} p where ${many ? sql`p.${sql.id(by)} @> array[t.id]` : sql`p.${sql.id(by)} = t.id`})`,
  )
  const files = sql`not exists (select from ${table(workspace, '_file')} f where f.record = t.id and f.immutable)`
  const old = sql`t.deleted_at < ${now(workspace)}::timestamptz - make_interval(days => ${days}) and t.locked_by is null`
  return sql.join([old, files, ...free], sql` and `)
}

function pointersAt(definitions: Definitions, name: string) {
  return Object.values(definitions.objects).flatMap((object) =>
    Object.entries(object.fields).flatMap(([by, field]) => {
      const column = kindOf(field).column?.(field)
      const points = kindOf(field).pointsAnywhere || kindOf(field).target?.(field) === name
      return points && (column === 'uuid' || column === 'uuid[]')
        ? [{ from: object.name, by, many: column === 'uuid[]' }]
        : []
    }),
  )
}

/**
 * Closed so long ago without having become business, and the person is still named. What was won goes on
 * elsewhere and is not touched.
 */
function longClosed(workspace: Workspace, object: ObjectDef, months: number): RawBuilder<unknown> {
  const ended = pipelinesOf(workspace.definitions, object.name).flatMap(({ name, stages }) =>
    stages
      .filter((stage) => stage.ends && stage.ends !== 'won')
      .map((stage) => sql`(t.pipeline = ${name} and t.stage = ${stage.name})`),
  )
  if (ended.length === 0 || !object.person) return sql`false`
  return sql`t.deleted_at is null and t.locked_by is null and (${sql.join(ended, sql` or `)})
    and t.stage_since < ${now(workspace)}::timestamptz - make_interval(months => ${months}) and (${stillNamed(object)})`
}

const stillNamed = (object: ObjectDef): RawBuilder<unknown> =>
  sql.join(
    Object.entries(object.fields)
      .filter(([name, field]) => name === object.person || kindOf(field).reaches)
      .map(([name]) => sql`(t.${sql.id(name)} is not null and t.${sql.id(name)} <> ${forgottenName})`),
    sql` or `,
  )
