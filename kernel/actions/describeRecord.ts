import { sql } from 'kysely'
import {
  criteriaFor,
  linesOf,
  pipelineFor,
  stageOf,
  together,
  type AnyRow,
  type Label,
  type ObjectDef,
  type SqlText,
} from '../../model/index.ts'
import { rowCondition, type Verb } from '../access/rows.ts'
import { objectOf } from '../definitions/stored.ts'
import { closedStage } from '../records/closedStage.ts'
import { fragment, runText } from '../records/fragments.ts'
import { unmet } from '../records/gate.ts'
import { isId, mask, notFound } from '../records/load.ts'
import { remembered } from '../records/remembered.ts'
import { toRecord, type Stored } from '../records/row.ts'
import { pointedTitles, titlesFor } from '../records/titles.ts'
import { titleOf } from '../search/index.ts'
import { confirmRights, type Tx } from '../workspace/transact.ts'
import { table, tableText } from '../workspace/workspace.ts'
import { actionsNow } from './runAction.ts'

/**
 * A record with all that its page needs: child rows, names of what it points at, open verbs, what the next
 * stages ask for, deadlines.
 */
export async function describeRecord(
  tx: Tx,
  name: string,
  id: string,
  language: 'zh' | 'en',
): Promise<Record<string, unknown>> {
  const object = objectOf(tx.definitions, name)
  const { record, titles, may, deadlines } = await readWhole(tx, object, id)
  const [lines, actions, gate] = await Promise.all([
    childRows(tx, object, id),
    actionsNow(tx, object, record),
    gateOf(tx, object, record, language),
  ])
  Object.assign(titles, ...(await Promise.all(lines.map((line) => titlesFor(tx, line.object, line.rows)))))
  const hidden = mask(tx, object, record)
  return {
    ...hidden,
    ...Object.fromEntries(lines.map((line) => [line.name, line.rows])),
    _title: titleOf(object, hidden as AnyRow),
    _titles: titles,
    _actions: actions,
    _gate: gate,
    _deadlines: deadlines,
    ...may,
  }
}

type Whole = Stored & {
  readonly _locked: boolean
  readonly _update: boolean
  readonly _delete: boolean
  readonly _deadlines: readonly { readonly name: string; readonly key: string; readonly due_at: string }[]
  readonly _titles: Readonly<Record<string, string | null>>
  readonly _came: boolean
}

/**
 * The record under the actor's grant, with what they may do to it, its deadlines and the names it points at,
 * in one statement.
 */
async function readWhole(tx: Tx, object: ObjectDef, id: string) {
  const { door } = tx
  const { text, params } =
    remembered(tx, JSON.stringify(['whole', object.name, Boolean(door)]), () => wholeText(tx, object)) ?? {}
  const [row] = text && isId(id) ? await runText<Whole>(tx.db, { text, params: [...params!, id] }) : []
  if (!row) throw notFound(object)
  if (door) confirmRights(door, row._came)
  return {
    record: toRecord(object, tx.definitions, row),
    titles: Object.fromEntries(Object.entries(row._titles).map(([of, title]) => [of, title ?? ''])),
    may: {
      _may: {
        update: !row._locked && row._update && !closedStage(tx.definitions, object, row as unknown as AnyRow),
        delete: !row._locked && row._delete,
      },
      _locked: row._locked,
    },
    deadlines: row._deadlines.map((one) => ({ ...one, due_at: new Date(one.due_at).toISOString() })),
  }
}

/** The last parameter is the id; null where the actor may read nothing. */
function wholeText(tx: Tx, object: ObjectDef): SqlText | null {
  const allowed = (verb: Verb) => rowCondition(tx.definitions, tx.workspace, object, tx.actor, verb, 't')
  const seen = allowed('read')
  if (!seen) return null
  const may = (verb: Verb): SqlText =>
    together('coalesce((', allowed(verb) ?? { text: 'false', params: [] }, '), false)')
  const names = pointedTitles(tx, object)
  const whole = together(
    'select t.*, t.locked_by is not null as _locked, ',
    may('update'),
    ' as _update, ',
    may('delete'),
    ` as _delete,
      (select coalesce(json_agg(json_build_object('name', d.name, 'key', d.key, 'due_at', d.due_at) order by d.due_at), '[]')
        from ${tableText(tx.workspace, '_deadline')} d where d.record = t.id and d.state = 'waiting') as _deadlines,
      `,
    names
      ? together("(select coalesce(json_object_agg(p.id, p.title), '{}') from (", names, ') p)')
      : `'{}'::json`,
    ' as _titles',
    ...(tx.door ? [', (', tx.door.question, ') as _came'] : []),
    `
    from ${tableText(tx.workspace, object.name)} t where t.deleted_at is null and (`,
    seen,
    ') and t.id = ',
  )
  return { text: `${whole.text}$${whole.params.length + 1}::uuid`, params: whole.params }
}

async function childRows(tx: Tx, object: ObjectDef, id: string) {
  return Promise.all(
    linesOf(object).map(async ([name, field]) => {
      const child = objectOf(tx.definitions, field.of)
      const condition = rowCondition(tx.definitions, tx.workspace, child, tx.actor, 'read', 't')
      if (!condition) return { name, object: child, rows: [] }
      const { rows } = await sql<Record<string, unknown>>`
      select t.* from ${table(tx.workspace, child.name)} t where t.${sql.id(field.by)} = ${id} and t.deleted_at is null and (${fragment(condition)}) order by t.created_at, t.id`.execute(
        tx.db,
      )
      return {
        name,
        object: child,
        rows: rows.map((row) => mask(tx, child, toRecord(child, tx.definitions, row))),
      }
    }),
  )
}

/** For each stage that may follow, what is still missing. */
async function gateOf(tx: Tx, object: ObjectDef, record: AnyRow, language: 'zh' | 'en') {
  const pipeline = pipelineFor(tx.definitions, object.name, record.pipeline)
  const stage = pipeline && stageOf(pipeline, record.stage)
  if (!pipeline || !stage) return null
  const say = (label: Label) => (language === 'en' ? (label.en ?? label.zh) : label.zh)
  if (stage.closed)
    return { pipeline: pipeline.name, stage: stage.name, moved_by: pipeline.moved_by ?? 'move', next: [] }
  const following = stage.to ?? pipeline.stages.map((one) => one.name).filter((one) => one !== stage.name)
  const next = await Promise.all(
    following.map(async (to) => ({
      stage: to,
      label: stageOf(pipeline, to)!.label,
      missing: (
        await unmet(tx, object, { ...record, stage: to } as AnyRow, criteriaFor(pipeline, record.stage, to))
      ).map((one) => ({ code: one.code, detail: say(one.label) })),
    })),
  )
  return { pipeline: pipeline.name, stage: stage.name, moved_by: pipeline.moved_by ?? 'move', next }
}
