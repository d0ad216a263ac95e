import { stageOf } from '../../model/index.ts'
import { quotePipeline, type Quote } from './quote.ts'

/** The customer has taken it: what other steps ask of the stage of a quote. */
export const isAccepted = ({ stage }: Pick<Quote, 'stage'>): boolean =>
  stageOf(quotePipeline, stage)?.ends === 'won'
