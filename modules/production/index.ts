import { defineModule } from '../../model/index.ts'
import { bom, bomLine, operation, routing } from './bom.ts'
import { cancelWork } from './cancelWork.ts'
import { closeWork } from './closeWork.ts'
import { estimateDate } from './estimateDate.ts'
import { finishJob } from './finishJob.ts'
import { jobCard } from './jobCard.ts'
import { listMaterials } from './listMaterials.ts'
import { pauseJob } from './pauseJob.ts'
import { carryRequirements, planShortage, stopWork } from './planWork.ts'
import { releaseWork } from './releaseWork.ts'
import { reportJob } from './reportJob.ts'
import { centreLoad, demandForecast } from './reports.ts'
import { requestMaterials } from './requestMaterials.ts'
import { replaceScrapped, rollUpOrder } from './rollUpOrder.ts'
import { startJob } from './startJob.ts'
import { handling, workCentreDay } from './terms.ts'
import { wholeWork } from './wholeWork.ts'
import { workOrder, workPipeline } from './workOrder.ts'

export { workOrder, type WorkOrder } from './workOrder.ts'

export const production = defineModule({
  name: 'production',
  label: { zh: '生产', en: 'Production' },
  objects: [workOrder, jobCard, bom, bomLine, routing, operation],
  pipelines: [workPipeline],
  terms: [workCentreDay, handling],
  actions: [
    releaseWork,
    cancelWork,
    closeWork,
    listMaterials,
    requestMaterials,
    startJob,
    pauseJob,
    reportJob,
    finishJob,
    estimateDate,
  ],
  guards: wholeWork,
  reactions: [planShortage, carryRequirements, stopWork, rollUpOrder, replaceScrapped],
  reports: [centreLoad, demandForecast],
})
