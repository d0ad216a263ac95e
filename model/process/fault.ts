import { Refusal, type Label, type Missing } from '../refuse.ts'
import type { NodeId } from './definition.ts'

/** What is wrong with a definition, and at which node; `start` is the way in. */
export interface Fault extends Missing {
  readonly node: NodeId
}

/**
 * Parses FEEL and refuses what cannot be read; the caller knows the names: those of the object, `process`
 * (the instance's context) and, where a wait tests an event, `event`.
 */
export type ParseFeel = (source: string) => unknown

export const fault = (code: string, node: NodeId, zh: string, en: string, place: string = node): Fault => ({
  code,
  node,
  label: { zh: `${zh}（${place}）`, en: `${en} (${place})` },
})

export const nameOf = (label: Label): string => label.en ?? label.zh

/** Faults of expressions: none without a parser. */
export const findBadFeel = (
  id: NodeId,
  label: Label,
  sources: readonly string[],
  parse?: ParseFeel,
  place?: string,
): Fault[] =>
  parse
    ? sources.flatMap((source) => {
        try {
          parse(source)
          return []
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          return [
            fault(
              'bad_expression',
              id,
              `“${label.zh}”的条件“${source}”有误：${error.sentence.zh}`,
              `"${source}" of "${nameOf(label)}" is wrong: ${nameOf(error.sentence)}`,
              place,
            ),
          ]
        }
      })
    : []
