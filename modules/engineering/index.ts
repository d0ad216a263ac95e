import { defineModule } from '../../model/index.ts'
import { drawing, drawingPipeline } from './drawing.ts'
import { concludeEvaluation, evaluation, evaluationPipeline } from './evaluation.ts'
import { measureAgain, measureJob } from './measure.ts'
import { evaluationLate, receiveDrawing } from './receiveDrawing.ts'
import { matchProducts, productSpec, requirement } from './requirement.ts'

export { drawing, processKinds, type Drawing } from './drawing.ts'
export { evaluation, type Evaluation } from './evaluation.ts'
export { requirement, type Requirement } from './requirement.ts'

export const engineering = defineModule({
  name: 'engineering',
  label: { zh: '技术', en: 'Engineering' },
  objects: [drawing, evaluation, requirement, productSpec],
  pipelines: [drawingPipeline, evaluationPipeline],
  actions: [measureAgain, concludeEvaluation, matchProducts],
  reactions: [receiveDrawing, evaluationLate],
  jobs: [measureJob],
})
