import { atStage, stagesThat, type AnyRow } from '../../model/index.ts'
import { underway } from './liveOrder.ts'
import { orderPipeline } from './orderPipeline.ts'

/** What other steps ask of the stage of an order: which stages there are is known here alone. */
type Staged = Pick<AnyRow, 'stage'>

const ended = stagesThat(orderPipeline, ({ ends }) => ends !== undefined)
const calledOff = stagesThat(orderPipeline, ({ ends }) => ends === 'lost')
const [first] = stagesThat(orderPipeline, () => true)
const among = (stages: readonly string[], { stage }: Staged) => stages.includes(stage ?? '')

/** Closed or called off: nothing more is owed by it. */
export const isOver = (order: Staged): boolean => among(ended, order)
export const overOrders = (path?: string): string => atStage(ended, path)
export const isCalledOff = (order: Staged): boolean => among(calledOff, order)
/** Nobody has confirmed it yet. */
export const isDraft = ({ stage }: Staged): boolean => stage === first
/** Confirmed, not held, not all sent. */
export const underwayOrders = (path?: string): string => atStage(underway, path)
/** All of it lies ready to be sent. */
export const isReady = ({ stage }: Staged): boolean => stage === 'ready'
/** Nothing of it is left to be made. */
export const isMade = (order: Staged): boolean => among(['ready', 'shipped', 'closed'], order)
