import { defineModule } from '../../model/index.ts'
import { bom, bomLine, operation, routing } from './bom.ts'
import { estimateDate } from './estimateDate.ts'
import { jobCard } from './jobCard.ts'
import { listMaterials, requestMaterials } from './listMaterials.ts'
import { carryRequirements, planShortage, stopWork } from './planWork.ts'
import { cancelWork, closeWork, releaseWork } from './releaseWork.ts'
import { centreLoad, demandForecast } from './reports.ts'
import { finishJob, pauseJob, reportJob, startJob } from './reportWork.ts'
import { replaceScrapped, rollUpOrder } from './rollUpOrder.ts'
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
  actions: [releaseWork, cancelWork, closeWork, listMaterials, requestMaterials, startJob, pauseJob, reportJob, finishJob, estimateDate],
  guards: wholeWork,
  reactions: [planShortage, carryRequirements, stopWork, rollUpOrder, replaceScrapped],
  reports: [centreLoad, demandForecast],
})
