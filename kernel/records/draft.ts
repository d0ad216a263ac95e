import { linesOf, pipelineFor, refuse, stageOf, type ObjectDef } from '../../model/index.ts'
import { storedFields } from '../definitions/stored.ts'
import type { Tx } from '../workspace/transact.ts'

type Input = Readonly<Record<string, unknown>>

export interface Creating {
  /**
   * Imported history: the record enters at the stage and the moments it had, without passing gates and
   * without its beginning being acted upon: the event is `<object>.imported`, not `.created`. Whoever calls
   * has checked the right to it (`Grant.import`).
   */
  readonly history?: { readonly stage?: string; readonly stage_since?: string; readonly created_at?: string }
}

/** The record's own fields, and its child rows by the field they stand in. */
export function splitLines(object: ObjectDef, input: Input) {
  const names = new Set(linesOf(object).map(([name]) => name))
  const own = Object.fromEntries(Object.entries(input).filter(([name]) => !names.has(name)))
  const lines = linesOf(object)
    .filter(([name]) => input[name] !== undefined)
    .map(([name, field]) => ({ name, field, rows: input[name] }))
  return { own, lines }
}

/** What was given, and the defaults of what was not. */
export const withDefaults = (object: ObjectDef, given: Record<string, unknown>): Record<string, unknown> => {
  const defaults = Object.entries(object.fields).filter(
    ([name, field]) => field.default !== undefined && given[name] === undefined,
  )
  return { ...Object.fromEntries(defaults.map(([name, field]) => [name, field.default])), ...given }
}

/** Every field that is stored, empty. */
export const nothing = (object: ObjectDef, tx: Tx) =>
  Object.fromEntries(Object.keys(storedFields(object, tx.definitions)).map((name) => [name, null]))

/** Where a new record enters its pipeline. @throws pipeline_unknown */
export function firstStage(tx: Tx, object: ObjectDef, given: Input): Record<string, unknown> {
  const pipeline = pipelineFor(tx.definitions, object.name, given.pipeline as string | undefined)
  if (!pipeline) return {}
  if (given.pipeline && pipeline.name !== given.pipeline)
    throw refuse(
      'pipeline_unknown',
      { zh: `没有流程“${String(given.pipeline)}”`, en: `There is no pipeline "${String(given.pipeline)}"` },
      { field: 'pipeline' },
    )
  return {
    pipeline: pipeline.name,
    stage: given.stage ?? pipeline.stages[0]!.name,
    stage_since: tx.now.toISOString(),
  }
}

/** Where imported history enters: the stage and the moments it had. @throws stage_unknown */
export function asItWas(
  tx: Tx,
  object: ObjectDef,
  given: Input,
  { stage, stage_since, created_at }: NonNullable<Creating['history']>,
): Record<string, unknown> {
  const pipeline = pipelineFor(tx.definitions, object.name, given.pipeline as string | undefined)
  if (stage && !(pipeline && stageOf(pipeline, stage)))
    throw refuse(
      'stage_unknown',
      { zh: `没有阶段“${stage}”`, en: `There is no stage "${stage}"` },
      { field: 'stage' },
    )
  const since = pipeline ? { stage_since: stage_since ?? created_at ?? tx.now.toISOString() } : {}
  return { ...since, ...(stage ? { stage } : {}), ...(created_at ? { created_at } : {}) }
}
