import type { Builtin } from './builtins/builtin.ts'
import type { Budget } from './budget.ts'
import { arrangeBuiltin, callBuiltin } from './call.ts'
import { ExpressionError } from './error.ts'
import type { Known } from './names.ts'
import { makePattern } from './pattern.ts'
import { shapeOfValue } from './shape.ts'
import type { NodeOf } from './tree.ts'

/**
 * A written pattern that cannot be read is refused where it stands; one that is made of values is null when
 * they are known.
 */
export const refuseBadPattern = (node: NodeOf<'call'>, builtin: Builtin, budget: Budget): void => {
  if (!builtin.pattern) return
  const at = arrangeBuiltin(builtin, node.args, node.named)?.[builtin.names.indexOf(builtin.pattern)]
  if (at?.is !== 'literal' || typeof at.value !== 'string' || makePattern(at.value, '', budget)) return
  throw new ExpressionError(
    'bad_pattern',
    {
      zh: `看不懂正则表达式“${at.value.slice(0, 80)}”（不支持环视和反向引用）`,
      en: `"${at.value.slice(0, 80)}" is no regular expression that can be used here (nothing looks ahead, behind or back)`,
    },
    at,
  )
}

const CONSTRUCTORS = new Set(['@', 'date', 'time', 'date and time', 'duration'])

/** `date("2026-02-30")` is refused where it stands; `@"P1M"` has the type of what it says. */
export const inferLiteral = (node: NodeOf<'call'>, builtin: Builtin, budget: Budget): Known | undefined => {
  const [arg] = node.args
  if (
    !CONSTRUCTORS.has(node.name) ||
    node.args.length !== 1 ||
    arg?.is !== 'literal' ||
    typeof arg.value !== 'string'
  )
    return undefined
  const value = callBuiltin(builtin, [arg.value], { now: 0, zone: 'UTC', budget })
  if (value !== null) return { shape: shapeOfValue(value, budget) }
  throw new ExpressionError(
    'bad_literal',
    { zh: `“${arg.value}”不是有效的日期、时间或时长`, en: `"${arg.value}" is no date, time or duration` },
    arg,
  )
}
