import { defineModule } from '../../model/index.ts'
import { drawing, drawingPipeline } from './drawing.ts'
import { enterFigures } from './enterFigures.ts'
import { concludeEvaluation, evaluation, evaluationPipeline } from './evaluation.ts'
import { measureAgain, measureJob } from './measure.ts'
import { nestJob } from './nestDrawing.ts'
import { nestNow } from './nestNow.ts'
import { followProcess, processTemplate } from './processTemplate.ts'
import { evaluationLate, receiveDrawing } from './receiveDrawing.ts'
import { matchProducts, productSpec, requirement } from './requirement.ts'
import { putSheetsBack, sheetStock, sheetUse } from './sheetStock.ts'
import { commonCut, remnantRules, sheetNesting, stockSheet } from './stockSheet.ts'
import { evaluationDue } from './terms.ts'
import { useNesting } from './useNesting.ts'

export { whereMeasured } from './drawingStages.ts'
export { drawing, processKinds, type Drawing } from './drawing.ts'
export { enteredFigures, enteredOf } from './enterFigures.ts'
export { evaluation, type Evaluation } from './evaluation.ts'
export { hasBody } from './figures.ts'
export { nestBatch, type BatchNesting } from './nestBatch.ts'
export { type NestingRules } from './nestingRules.ts'
export { blanksOf, isNested, layBlanks, sheetPartsOf, type Blank } from './blanks.ts'
export { askToNest, nestingOf, nestingRules, rulesFor } from './nestDrawing.ts'
export { operationKinds, type Operation } from './operationKinds.ts'
export { processTemplate } from './processTemplate.ts'
export { commonCut, remnantRules, sheetNesting, stockSheet } from './stockSheet.ts'
export { requirement, type Requirement } from './requirement.ts'

export const engineering = defineModule({
  name: 'engineering',
  label: { zh: '技术', en: 'Engineering' },
  objects: [drawing, evaluation, requirement, productSpec, sheetStock, sheetUse],
  terms: [evaluationDue],
  decisions: [processTemplate, stockSheet, sheetNesting, remnantRules, commonCut],
  pipelines: [drawingPipeline, evaluationPipeline],
  actions: [
    measureAgain,
    enterFigures,
    nestNow,
    useNesting,
    putSheetsBack,
    concludeEvaluation,
    matchProducts,
  ],
  reactions: [receiveDrawing, evaluationLate, followProcess],
  jobs: [measureJob, nestJob],
})
