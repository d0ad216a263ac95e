import type { Label } from './refuse.ts'

/**
 * A condition that must hold before a record may leave its stage, with the sentence that says what is
 * missing.
 */
export interface Criterion {
  readonly code: string
  /** FEEL over the record, its references and its collections (`files`, `activities`, `tasks`, ...). */
  readonly condition: string
  readonly label: Label
}

export interface Stage {
  readonly name: string
  readonly label: Label
  /** Chance of winning in percent, for the forecast. */
  readonly probability?: number
  /** Days a record may stay; the owner is warned when they are over. */
  readonly dwell_days?: number
  /** Further limit after which a role is told: escalation. */
  readonly escalate?: { readonly days: number; readonly role: string }
  /** Stages that may follow, by name. */
  readonly to?: readonly string[]
  /** What must hold to move forward from here. Moving to a lost stage, or back, asks nothing of it. */
  readonly exit?: readonly Criterion[]
  /** What must hold to come in, from wherever. */
  readonly entry?: readonly Criterion[]
  readonly ends?: 'won' | 'lost' | 'done'
  /**
   * Nothing of the record is edited or moved here: its own actions alone lead on, as when it is reopened.
   * Owner and department may still change.
   */
  readonly closed?: boolean
}

/**
 * The stages of an object, their order and their gates (通关文牒). A record's `pipeline` field says which one it
 * follows.
 */
export interface PipelineDef {
  readonly name: string
  readonly object: string
  readonly label: Label
  readonly stages: readonly Stage[]
  /** The pipeline a record follows when nobody chose. */
  readonly default?: boolean
  /** `actions`: only the object's own actions move it on; `move`: people move it by `move_stage`, too. */
  readonly moved_by?: 'move' | 'actions'
}

export const definePipeline = (name: string, definition: Omit<PipelineDef, 'name'>): PipelineDef => {
  const known = new Set(definition.stages.map((stage) => stage.name))
  for (const stage of definition.stages)
    for (const next of stage.to ?? [])
      if (!known.has(next))
        throw new Error(`Pipeline "${name}": stage "${stage.name}" leads to "${next}", which does not exist`)
  return { name, ...definition }
}

export const stageOf = (pipeline: PipelineDef, name: string | null | undefined) =>
  pipeline.stages.find((stage) => stage.name === name)

/**
 * Criteria that a move must meet: the exits of every stage left behind on the way forward, and the entry of
 * the target.
 */
export function criteriaFor(
  pipeline: PipelineDef,
  from: string | null | undefined,
  to: string,
): readonly Criterion[] {
  const target = stageOf(pipeline, to)
  const order = (name: string | null | undefined) => pipeline.stages.findIndex((stage) => stage.name === name)
  // Whoever stood nowhere, or was lost, has shown nothing yet: the way on asks it all.
  const start = stageOf(pipeline, from)
  const left = !start || start.ends === 'lost' ? 0 : order(from)
  const entered = order(to)
  const forward = target?.ends !== 'lost' && entered > left
  const exits = forward
    ? pipeline.stages
        .slice(left, entered)
        .filter((stage) => stage.ends !== 'lost')
        .flatMap((stage) => stage.exit ?? [])
    : []
  return [...exits, ...(target?.entry ?? [])]
}

/** Stages of which something holds, by name and in their order. */
export const stagesThat = (
  { stages }: Pick<PipelineDef, 'stages'>,
  holds: (stage: Stage) => boolean,
): readonly string[] => stages.filter(holds).map(({ name }) => name)

/**
 * FEEL: a record, or the one that `path` leads to, stands at one of the stages. It stands in parentheses where
 * it is joined to more.
 * @example atStage(['won', 'lost']) // 'stage in ("won", "lost")'
 */
export const atStage = (stages: readonly string[], path = 'stage'): string =>
  `${path} in (${stages.map((name) => `"${name}"`).join(', ')})`
