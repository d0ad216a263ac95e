import { defineModule } from '../../model/index.ts'
import { disposeNonconformance } from './disposeNonconformance.ts'
import { escalateNonconformance } from './escalateNonconformance.ts'
import { inspection } from './inspection.ts'
import { inspectionCharacteristic, inspectionPlan } from './inspectionPlan.ts'
import { nonconformance } from './nonconformance.ts'
import { inspectFinished } from './openInspection.ts'
import { recordInspection } from './recordInspection.ts'
import { passRate } from './reports.ts'
import { dispositionDue, inspectionDue, supervisionDue } from './terms.ts'
import { watchRepeats } from './watchRepeats.ts'

export { inspection } from './inspection.ts'
export { nonconformance } from './nonconformance.ts'

export const quality = defineModule({
  name: 'quality',
  label: { zh: '质量', en: 'Quality' },
  objects: [inspection, nonconformance, inspectionPlan, inspectionCharacteristic],
  terms: [inspectionDue, dispositionDue, supervisionDue],
  actions: [recordInspection, disposeNonconformance, escalateNonconformance],
  reactions: [inspectFinished, watchRepeats],
  reports: [passRate],
})
