import { sql } from 'kysely'
import { criteriaFor, linesOf, pipelineFor, stageOf, type AnyRow, type Label, type ObjectDef } from '../../model/index.ts'
import { rowCondition } from '../access/grants.ts'
import { deadlinesOf } from '../deadlines/deadlines.ts'
import { titleOf } from '../search/index.ts'
import type { Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'
import { actionsNow } from './act.ts'
import { fragment } from './fragments.ts'
import { unmet } from './gate.ts'
import { loadRecord, mask } from './load.ts'
import { objectOf, toRecord } from './row.ts'
import { titlesFor } from './titles.ts'

/** A record with all that its page needs: child rows, names of what it points at, open verbs, what the next stages ask for, deadlines. */
export async function describeRecord(tx: Tx, name: string, id: string, language: 'zh' | 'en'): Promise<Record<string, unknown>> {
  const object = objectOf(tx.definitions, name)
  const record = await loadRecord(tx, name, id)
  const [lines, actions, gate, deadlines, may, ownTitles] = await Promise.all([
    childRows(tx, object, id), actionsNow(tx, object, record), gateOf(tx, object, record, language), deadlinesOf(tx, id), rights(tx, object, id), titlesFor(tx, object, [record]),
  ])
  const titles = Object.assign(ownTitles, ...(await Promise.all(lines.map((line) => titlesFor(tx, line.object, line.rows)))))
  const hidden = mask(tx, object, record)
  return {
    ...hidden, ...Object.fromEntries(lines.map((line) => [line.name, line.rows])),
    _title: titleOf(object, hidden as AnyRow), _titles: titles, _actions: actions, _gate: gate, _deadlines: deadlines, ...may,
  }
}

async function childRows(tx: Tx, object: ObjectDef, id: string) {
  return Promise.all(linesOf(object).map(async ([name, field]) => {
    const child = objectOf(tx.definitions, field.of)
    const condition = rowCondition(tx.definitions, tx.workspace, child, tx.actor, 'read', 't')
    if (!condition) return { name, object: child, rows: [] }
    const { rows } = await sql<Record<string, unknown>>`
      select t.* from ${table(tx.workspace, child.name)} t where t.${sql.id(field.by)} = ${id} and t.deleted_at is null and (${fragment(condition)}) order by t.created_at, t.id`.execute(tx.db)
    return { name, object: child, rows: rows.map((row) => mask(tx, child, toRecord(child, tx.definitions, row))) }
  }))
}

/** For each stage that may follow, what is still missing. */
async function gateOf(tx: Tx, object: ObjectDef, record: AnyRow, language: 'zh' | 'en') {
  const pipeline = pipelineFor(tx.definitions, object.name, record.pipeline)
  const stage = pipeline && stageOf(pipeline, record.stage)
  if (!pipeline || !stage) return null
  const say = (label: Label) => (language === 'en' ? (label.en ?? label.zh) : label.zh)
  const following = stage.to ?? pipeline.stages.map((one) => one.name).filter((one) => one !== stage.name)
  const next = await Promise.all(following.map(async (to) => ({
    stage: to, label: stageOf(pipeline, to)!.label,
    missing: (await unmet(tx, object, { ...record, stage: to } as AnyRow, criteriaFor(pipeline, record.stage, to))).map((one) => ({ code: one.code, detail: say(one.label) })),
  })))
  return { pipeline: pipeline.name, stage: stage.name, moved_by: pipeline.moved_by ?? 'move', next }
}

async function rights(tx: Tx, object: ObjectDef, id: string) {
  const allowed = (verb: 'update' | 'delete') => {
    const condition = rowCondition(tx.definitions, tx.workspace, object, tx.actor, verb, 't')
    return condition ? sql`coalesce((${fragment(condition)}), false)` : sql`false`
  }
  const { rows } = await sql<{ locked: boolean; may_update: boolean; may_delete: boolean }>`
    select locked_by is not null as locked, ${allowed('update')} as may_update, ${allowed('delete')} as may_delete from ${table(tx.workspace, object.name)} t where t.id = ${id}`.execute(tx.db)
  const { locked, may_update, may_delete } = rows[0] ?? { locked: false, may_update: false, may_delete: false }
  return { _may: { update: !locked && may_update, delete: !locked && may_delete }, _locked: locked }
}
