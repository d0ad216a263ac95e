import { sql } from 'kysely'
import {
  pipelineFor,
  pipelinesOf,
  refuse,
  stageOf,
  type Definitions,
  type Label,
  type PipelineDef,
} from '../../model/index.ts'
import type { Settle } from '../definitions/publish.ts'
import { changeRecord } from '../records/write.ts'
import { asTrusted, type Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

/** Where the records of a stage that goes away continue, by the names of the old stage and of the new one. */
export type StageMoves = Readonly<Record<string, string>>

export interface Touched {
  /** Records that follow the pipeline. */
  readonly records: number
  /** Of them, those that stand on no stage of it: before it was put on, or on one that goes away. */
  readonly homeless: readonly {
    readonly stage: string | null
    readonly label: Label
    readonly records: number
  }[]
}

/**
 * Whom a pipeline that is about to count concerns: how many records follow it, and which of them would be left
 * without a stage. A deleted one finds its stage when it comes back.
 * @param merged the definitions with the new pipeline
 */
export async function touchedBy(tx: Tx, merged: Definitions, name: string): Promise<Touched> {
  const pipeline = merged.pipelines[name]!
  if (!tx.definitions.objects[pipeline.object]) return { records: 0, homeless: [] }
  const before = pipelinesOf(tx.definitions, pipeline.object)
  const counted = await countStages(tx, pipeline.object, before.length > 0)
  const theirs = counted.filter((one) => pipelineFor(merged, pipeline.object, one.pipeline)?.name === name)
  const labels = before.flatMap(({ stages }) => stages.map((stage) => [stage.name, stage.label] as const))
  const homeless = new Map<string | null, number>()
  for (const { stage, records } of theirs)
    if (!stageOf(pipeline, stage)) homeless.set(stage, (homeless.get(stage) ?? 0) + records)
  return {
    records: theirs.reduce((sum, { records }) => sum + records, 0),
    homeless: [...homeless].map(([stage, records]) => ({
      stage,
      label: new Map<string | null, Label>(labels).get(stage) ?? {
        zh: stage ?? '（无）',
        en: stage ?? '(none)',
      },
      records,
    })),
  }
}

interface Counted {
  readonly stage: string | null
  readonly pipeline: string | null
  readonly records: number
}

async function countStages(tx: Tx, object: string, staged: boolean): Promise<readonly Counted[]> {
  const columns = staged ? sql`stage, pipeline` : sql`null::text as stage, null::text as pipeline`
  const { rows } = await sql<Counted>`
    select ${columns}, count(*)::int as records from ${table(tx.workspace, object)} where deleted_at is null group by 1, 2`.execute(
    tx.db,
  )
  return rows
}

/**
 * Gives every record that follows the pipeline a stage of it, within the publishing: those that never had one
 * stand at the first, those of a stage that goes away where `moves` says. Without that word it refuses
 * `stages_hold_records` with how many stand where. No gate lies between a stage and the one that takes its place,
 * and nothing that hangs on reaching a stage begins by it: the event is `<object>.stage_replaced`.
 * @returns how many follow the pipeline, and how many were moved
 */
export async function settleStages(
  tx: Tx,
  merged: Definitions,
  name: string,
  moves: StageMoves = {},
): Promise<{ readonly records: number; readonly moved: number }> {
  const pipeline = merged.pipelines[name]!
  const { records, homeless } = await touchedBy(tx, merged, name)
  const unsaid = homeless.filter(({ stage }) => stage !== null && moves[stage] === undefined)
  if (unsaid.length > 0) throw holdRecords(pipeline, unsaid)
  for (const [from, to] of Object.entries(moves))
    if (!stageOf(pipeline, to)) throw noSuchStage(pipeline, from, to)
  const house = seeing(asTrusted(tx, 'pipeline.published'), merged)
  let moved = 0
  for (const { stage } of homeless) {
    const to = stage === null ? pipeline.stages[0]!.name : moves[stage]!
    for (const id of await standingAt(tx, pipeline, stage, merged)) {
      await changeRecord(house, pipeline.object, id, { stage: to, pipeline: name }, { settled: true })
      moved += 1
    }
  }
  return { records, moved }
}

/** What publishing asks of the records: those that follow a pipeline have a stage of it. */
export const settlePublished =
  (moves: StageMoves = {}): Settle =>
  async (tx, merged, { kind, name }) =>
    kind === 'pipeline' && merged.pipelines[name] ? settleStages(tx, merged, name, moves) : {}

/** What a look at a draft tells of the records. */
export const lookAtRecords: Settle = async (tx, merged, { kind, name }) =>
  kind === 'pipeline' && merged.pipelines[name] ? touchedBy(tx, merged, name) : {}

/** The same transaction, in which the new definitions count already, though their version is not given yet. */
const seeing = (tx: Tx, merged: Definitions): Tx =>
  Object.create(tx, { definitions: { value: { ...merged, version: tx.definitions.version } } }) as Tx

async function standingAt(
  tx: Tx,
  { object, name }: PipelineDef,
  stage: string | null,
  merged: Definitions,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string; pipeline: string | null }>`
    select id, pipeline from ${table(tx.workspace, object)}
    where deleted_at is null and stage is not distinct from ${stage} order by id`.execute(tx.db)
  return rows.filter((row) => pipelineFor(merged, object, row.pipeline)?.name === name).map(({ id }) => id)
}

function holdRecords({ name, label, stages }: PipelineDef, unsaid: Touched['homeless']): Error {
  const said = (language: 'zh' | 'en') =>
    unsaid
      .map((one) =>
        language === 'zh'
          ? `“${one.label.zh}”${one.records}条`
          : `${one.records} at "${one.label.en ?? one.label.zh}"`,
      )
      .join(language === 'zh' ? '、' : ', ')
  return refuse(
    'stages_hold_records',
    {
      zh: `“${label.zh}”去掉的阶段上还有记录：${said('zh')}。请说明它们转到哪个阶段，或保留这些阶段`,
      en: `Records still stand on stages that "${label.en ?? name}" no longer has: ${said('en')}. Say which stage each goes to, or keep these stages`,
    },
    { status: 409, field: `${name}.stages`, data: { stages: unsaid, to: stages.map((stage) => stage.name) } },
  )
}

const noSuchStage = ({ name, label }: PipelineDef, from: string, to: string): Error =>
  refuse(
    'stage_unknown',
    {
      zh: `“${label.zh}”没有阶段“${to}”，“${from}”的记录不能转到那里`,
      en: `"${label.en ?? name}" has no stage "${to}" for the records of "${from}"`,
    },
    { field: `stages.${from}` },
  )
