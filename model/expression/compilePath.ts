import { hold, spend } from './budget.ts'
import type { Clock } from './builtins/builtin.ts'
import { readPart } from './builtins/time.ts'
import type { Compile, Run } from './env.ts'
import { ExpressionError } from './error.ts'
import { findField } from './lift.ts'
import type { NodeOf } from './tree.ts'
import { isList, isNumber, type Value } from './value.ts'

export const compilePath = (node: NodeOf<'path'>, compile: Compile): Run => {
  const [of, { name }] = [compile(node.of), node]
  const step = (value: Value, clock: Clock): Value => {
    if (value === null || typeof value !== 'object' || isNumber(value)) return null
    if (isList(value)) {
      spend(clock.budget, 2 * value.length)
      hold(clock.budget, value.length)
      return value.map((item) => step(item, clock))
    }
    if (value.kind === 'context') return findField(value, name, clock) ?? null
    if (value.kind !== 'reference') return readPart(value, name, clock) ?? null
    if (value.row) return findField(value.row, name, clock) ?? null
    if (name === 'id') return value.id
    throw new ExpressionError(
      'not_loaded',
      {
        zh: `取“${name}”之前没有读入所引用的记录`,
        en: `The referenced record was not loaded, so "${name}" is not known`,
      },
      node,
    )
  }
  return (env) => step(of(env), env.clock)
}
