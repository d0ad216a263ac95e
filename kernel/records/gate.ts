import {
  criteriaFor,
  holds,
  makeBudget,
  parseExpression,
  pipelineFor,
  refuse,
  stageOf,
  type AnyRow,
  type Criterion,
  type Missing,
  type ObjectDef,
  type PipelineDef,
} from '../../model/index.ts'
import { scopeFor } from '../definitions/scopeFor.ts'
import type { Tx } from '../workspace/transact.ts'
import { contextFor } from './context.ts'

/** Which of the criteria do not hold for the record as it would be after the change. */
export async function unmet(
  tx: Tx,
  object: ObjectDef,
  record: AnyRow,
  criteria: readonly Criterion[],
): Promise<readonly Missing[]> {
  if (criteria.length === 0) return []
  const scope = scopeFor(tx.definitions, tx.workspace, object.name)
  const parsed = criteria.map((criterion) => ({
    criterion,
    expression: parseExpression(criterion.condition, scope),
  }))
  const context = await contextFor(
    tx,
    object,
    record,
    parsed.map((one) => one.expression),
  )
  // One budget for all: nobody else is answered until the last of them is.
  const options = { scope, now: tx.now, zone: tx.workspace.zone, budget: makeBudget() }
  return parsed
    .filter(({ expression }) => !holds(expression, context, options))
    .map(({ criterion }) => ({ code: criterion.code, label: criterion.label }))
}

/**
 * The stage lock (通关文牒): refuses a move that the pipeline does not allow or whose evidence is not there,
 * naming every unmet criterion. It stands in the corridor, so that screens, drags, imports, bulk edits and
 * business code all meet it.
 */
export async function passGate(tx: Tx, object: ObjectDef, before: AnyRow, after: AnyRow): Promise<void> {
  const pipeline = pipelineFor(tx.definitions, object.name, after.pipeline)
  if (!pipeline || before.stage === after.stage) return
  const [from, to] = [stageOf(pipeline, before.stage), stageOf(pipeline, after.stage)]
  if (!to) throw unknownStage(pipeline, String(after.stage))
  if (from?.to && !from.to.includes(to.name))
    throw refuse(
      'stage_not_next',
      {
        zh: `不能从“${from.label.zh}”直接到“${to.label.zh}”`,
        en: `There is no way from "${from.label.en ?? from.name}" to "${to.label.en ?? to.name}"`,
      },
      { field: 'stage', status: 409, data: { from: from.name, to: to.name, allowed: from.to } },
    )
  const missing = await unmet(tx, object, after, criteriaFor(pipeline, before.stage, to.name))
  if (missing.length > 0)
    throw refuse(
      'gate_closed',
      {
        zh: `还不能进入“${to.label.zh}”，缺少：${missing.map((one) => one.label.zh).join('；')}`,
        en: `Not yet "${to.label.en ?? to.name}". Missing: ${missing.map((one) => one.label.en ?? one.label.zh).join('; ')}`,
      },
      { field: 'stage', status: 409, missing, data: { from: before.stage ?? null, to: to.name } },
    )
}

const unknownStage = (pipeline: PipelineDef, stage: string) =>
  refuse(
    'stage_unknown',
    {
      zh: `“${pipeline.label.zh}”没有阶段“${stage}”`,
      en: `${pipeline.label.en ?? pipeline.name} has no stage "${stage}"`,
    },
    { field: 'stage', data: { stages: pipeline.stages.map((one) => one.name) } },
  )
