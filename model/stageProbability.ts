import type { PipelineDef } from './pipeline.ts'
import { pipelineFor, pipelinesOf, type Definitions } from './resolve.ts'

/** How a report's expressions name the chance of winning, in percent, that goes with a record's stage. */
const name = /\bstage_probability\b/g

/**
 * Puts in for `stage_probability` what the pipelines say now, as FEEL over `stage` and `pipeline`: a company
 * that changes a stage changes its forecast, and SQL sums it like any expression. A stage without a
 * probability counts 0.
 */
export const withStageProbability = (definitions: Definitions, object: string, expression: string): string =>
  expression.replace(name, () => stageProbability(definitions, object))

/**
 * @example stageProbability(definitions, 'opportunity') // (if stage = "first_contact" then 10 else ... 0)
 */
export function stageProbability(definitions: Definitions, object: string): string {
  const usual = pipelineFor(definitions, object)
  const others = pipelinesOf(definitions, object).filter((pipeline) => pipeline !== usual)
  return `(${others.reduce((rest, pipeline) => `if pipeline = ${JSON.stringify(pipeline.name)} then (${byStage(pipeline)}) else ${rest}`, usual ? `(${byStage(usual)})` : '0')})`
}

const byStage = ({ stages }: PipelineDef): string =>
  stages.reduceRight(
    (rest, { name: stage, probability }) =>
      probability ? `if stage = ${JSON.stringify(stage)} then ${probability} else ${rest}` : rest,
    '0',
  )
