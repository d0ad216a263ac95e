import { atStage, stagesThat, type AnyRow, type PipelineDef } from '../../model/index.ts'
import { fiveStages, sevenStages } from './stages.ts'

/** What other steps ask of the stage of a deal: which stages there are is known here alone. */
type Staged = Pick<AnyRow, 'stage' | 'pipeline'>

const pipelines: readonly PipelineDef[] = [sevenStages, fiveStages]
const ended = (how: readonly unknown[]): readonly string[] => [
  ...new Set(pipelines.flatMap((one) => stagesThat(one, ({ ends }) => how.includes(ends)))),
]

export const isWon = ({ stage }: Staged): boolean => ended(['won']).includes(stage ?? '')
export const isLost = ({ stage }: Staged): boolean => ended(['lost']).includes(stage ?? '')
/** FEEL over a deal. */
export const wonDeals = (path?: string): string => atStage(ended(['won']), path)
export const openDeals = `not(${atStage(ended(['won', 'lost']))})`

/** The stages that a deal has before it until it is won, that one included. */
export function wayToWon({ stage, pipeline }: Staged): readonly string[] {
  const own = pipelines.find(({ name }) => name === pipeline) ?? sevenStages
  const way = stagesThat(own, ({ ends }) => ends !== 'lost')
  return way.slice(way.indexOf(stage ?? '') + 1)
}
