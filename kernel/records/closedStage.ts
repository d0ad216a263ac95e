import {
  belongingFields,
  pipelineFor,
  refuse,
  stageOf,
  type AnyRow,
  type Definitions,
  type ObjectDef,
  type Stage,
} from '../../model/index.ts'
import { parentOf } from '../access/grants.ts'
import { objectOf } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'
import { loadRecord } from './load.ts'

/** The stage of a record, where that is one in which nothing of it is edited. */
export function closedStage(definitions: Definitions, object: ObjectDef, record: AnyRow): Stage | null {
  const pipeline = pipelineFor(definitions, object.name, record.pipeline)
  const stage = pipeline && stageOf(pipeline, record.stage)
  return stage?.closed ? stage : null
}

/**
 * The same for a record and, where it is a child row that is written by itself, for the record it belongs to.
 */
export async function refuseClosedWhole(
  tx: Tx,
  object: ObjectDef,
  record: AnyRow,
  fields: readonly string[],
): Promise<void> {
  refuseClosed(tx, object, record, fields)
  const parent = parentOf(object)
  const id = parent && record[parent.by]
  if (!parent || typeof id !== 'string' || tx.actor.trusted || tx.pendingRollups !== null) return
  refuseClosed(tx, objectOf(tx.definitions, parent.object), await loadRecord(tx, parent.object, id), [
    parent.by,
  ])
}

/**
 * Refuses `record_closed` to everybody but the house; who owns a record may change all the same, for people
 * leave.
 */
export function refuseClosed(tx: Tx, object: ObjectDef, record: AnyRow, fields: readonly string[]): void {
  if (tx.actor.trusted || fields.every((field) => Object.hasOwn(belongingFields, field))) return
  const stage = closedStage(tx.definitions, object, record)
  if (stage)
    throw refuse(
      'record_closed',
      {
        zh: `该${object.label.zh}处于“${stage.label.zh}”，不能修改；请先用记录上的操作重新打开`,
        en: `This ${object.label.en ?? object.name} is "${stage.label.en ?? stage.name}" and cannot be changed: reopen it first by an action of the record`,
      },
      { status: 409 },
    )
}
