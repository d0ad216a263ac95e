import { ExpressionError, parseExpression, typeOf, type Definitions } from '../../model/index.ts'
import { wrong } from './wrong.ts'
import { scopeFor } from './scopeFor.ts'

/** An expression over the records of an object: it reads, and gives what is wanted of it. */
export function checkCondition(
  definitions: Definitions,
  workspace: { readonly name: string },
  object: string,
  source: string,
  place: string,
  wanted: 'condition' | 'value' = 'condition',
): void {
  try {
    const scope = scopeFor(definitions, workspace, object)
    const type = typeOf(parseExpression(source, scope), scope)
    if (wanted === 'condition' && !['boolean', 'any'].includes(type))
      throw wrong(place, { zh: '应为真假判断', en: 'it must be true or false' })
  } catch (error) {
    if (error instanceof ExpressionError) throw wrong(place, error.sentence)
    throw error
  }
}
