import { atStage, stagesThat } from '../../model/index.ts'
import { leadPipeline } from './lead.ts'

/** Stages at which somebody still works on a lead. */
export const openStages = stagesThat(leadPipeline, ({ ends }) => ends === undefined)
export const open = atStage(openStages)

/** What later steps make of a lead, and ask of its stage: which stages there are is known here alone. */
export const contacted = { stage: 'contacted' } as const
export const converted = { stage: 'converted' } as const
/** Somebody has it, who may have spoken with them. */
export const taken = atStage(openStages.filter((name) => name !== leadPipeline.stages[0]!.name))
