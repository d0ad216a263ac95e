import { defineModule } from '../../model/index.ts'
import { onDealWon, onTarget, reckonJob } from './attainment.ts'
import { calculateCommission } from './calculateCommission.ts'
import { commissionEntry, commissionPlan } from './commission.ts'
import { kpi } from './kpi.ts'
import { oneTarget } from './oneTarget.ts'
import { attainmentByPerson, targetOfMonth } from './reports.ts'
import { settleCommission } from './settleCommission.ts'
import { simulateCommission } from './simulateCommission.ts'
import { target } from './target.ts'

export { target, type Target } from './target.ts'

export const performance = defineModule({
  name: 'performance',
  label: { zh: '绩效', en: 'Performance' },
  objects: [target, kpi, commissionPlan, commissionEntry],
  actions: [calculateCommission, simulateCommission, settleCommission],
  guards: [oneTarget],
  reactions: [onDealWon, onTarget],
  jobs: [reckonJob],
  reports: [targetOfMonth, attainmentByPerson],
})
