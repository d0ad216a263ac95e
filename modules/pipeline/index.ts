import { defineModule } from '../../model/index.ts'
import { competitor, milestone, opportunity } from './opportunity.ts'
import { dealsByStage, funnel, lossReasons, winRate, wonInMonth, wonLastYear } from './reports.ts'
import { fiveStages, sevenStages } from './stages.ts'
import { convertLead, logOpportunityTouch, loseOpportunity, onWon, reopenOpportunity, requestSupport, winOpportunity } from './verbs.ts'

export { lostReasons, opportunity, type Opportunity } from './opportunity.ts'

export const pipeline = defineModule({
  name: 'pipeline',
  label: { zh: '商机', en: 'Pipeline' },
  objects: [opportunity, milestone, competitor],
  pipelines: [sevenStages, fiveStages],
  actions: [convertLead, logOpportunityTouch, winOpportunity, loseOpportunity, reopenOpportunity, requestSupport],
  reactions: [onWon],
  reports: [funnel, wonInMonth, wonLastYear, lossReasons, dealsByStage, winRate],
})
