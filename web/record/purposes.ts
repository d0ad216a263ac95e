import type { PipelineDef } from '../../model/pipeline.ts'

/** What any file may be for. */
const usual = ['drawing', 'contract', 'quote', 'photo', 'acceptance', 'payment', 'other'] as const

/**
 * What a file can be for: first what the stages of the record's pipeline ask for (their conditions name it),
 * then the usual, then what is there already.
 * @example purposesOf(pipeline, ['quotation']) // ['call_recording', ..., 'drawing', ..., 'quotation']
 */
export function purposesOf(pipeline: PipelineDef | undefined, present: readonly string[]): readonly string[] {
  const criteria = (pipeline?.stages ?? []).flatMap((stage) => [
    ...(stage.entry ?? []),
    ...(stage.exit ?? []),
  ])
  const asked = criteria.flatMap(({ condition }) =>
    [...condition.matchAll(/\.purpose\s*=\s*"([^"]+)"/g)].map((match) => match[1]!),
  )
  return [...new Set([...asked, ...usual, ...present.filter(Boolean)])]
}
