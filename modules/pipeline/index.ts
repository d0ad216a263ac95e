import { defineModule } from '../../model/index.ts'
import { convertLead } from './convertLead.ts'
import { logOpportunityTouch } from './logOpportunityTouch.ts'
import { loseOpportunity } from './loseOpportunity.ts'
import { onWon } from './onWon.ts'
import { competitor, milestone, opportunity } from './opportunity.ts'
import { reopenOpportunity } from './reopenOpportunity.ts'
import { dealsByStage, funnel, lossReasons, winRate, wonInMonth, wonLastYear } from './reports.ts'
import { requestSupport } from './requestSupport.ts'
import { fiveStages, sevenStages } from './stages.ts'
import { winOpportunity } from './winOpportunity.ts'

export { isLost, isWon, openDeals, wayToWon, wonDeals } from './dealStages.ts'
export { lostReasons, opportunity, type Opportunity } from './opportunity.ts'

export const pipeline = defineModule({
  name: 'pipeline',
  label: { zh: '商机', en: 'Pipeline' },
  objects: [opportunity, milestone, competitor],
  pipelines: [sevenStages, fiveStages],
  actions: [
    convertLead,
    logOpportunityTouch,
    winOpportunity,
    loseOpportunity,
    reopenOpportunity,
    requestSupport,
  ],
  reactions: [onWon],
  reports: [funnel, wonInMonth, wonLastYear, lossReasons, dealsByStage, winRate],
})
