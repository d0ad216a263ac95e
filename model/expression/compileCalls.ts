import { tooCostly } from './budget.ts'
import { findBuiltin } from './builtins/all.ts'
import type { Clock } from './builtins/builtin.ts'
import { arrange, arrangeBuiltin, callBuiltin } from './call.ts'
import { bind, payTurn, turnOf, type Compile, type Env, type Run } from './env.ts'
import type { NodeOf } from './tree.ts'
import { isOfType, readTypeName } from './typeNames.ts'
import { kindOf, type FunctionValue, type Value } from './value.ts'

export const compileCall = (node: NodeOf<'call'>, compile: Compile): Run => {
  const args = node.args.map(compile)
  const builtin = findBuiltin(node.name)
  if (builtin) {
    const placed = arrangeBuiltin(builtin, args, node.named)
    if (placed === null) return () => null
    return (env) => {
      const given = placed.map((arg) => arg?.(env))
      env.clock.budget.at = node
      return callBuiltin(builtin, given, env.clock)
    }
  }
  const on = compile(node.on)
  return (env) => {
    const called = on(env)
    if (kindOf(called) !== 'function') return null
    const { params, call } = called as FunctionValue
    const placed = arrange(params, args, node.named)
    return placed === null || placed.length !== params.length
      ? null
      : call(placed.map((arg) => arg?.(env) ?? null))
  }
}

/** Calls nested deeper than this are refused: a function that calls itself must end. */
const CALLS_MAX = 200

export const compileFunction = (node: NodeOf<'function'>, compile: Compile): Run => {
  const [body, turn] = [compile(node.body), turnOf(node.body)]
  const types = node.types?.map((type) => (type === undefined ? undefined : readTypeName(type)))
  const fits = (args: readonly Value[], clock: Clock): boolean =>
    !types || types.every((type, i) => !type || args[i] == null || isOfType(args[i], type, clock))
  return (env) => ({
    kind: 'function',
    params: node.params,
    call: (args) => {
      const { budget } = env.clock
      payTurn(env, node, turn + node.params.length)
      if (!fits(args, env.clock)) return null
      if (budget.calls >= CALLS_MAX) throw tooCostly(budget)
      budget.calls++
      try {
        return body(node.params.reduce<Env>((inner, name, i) => bind(inner, name, args[i] ?? null), env))
      } finally {
        budget.calls--
      }
    },
  })
}
