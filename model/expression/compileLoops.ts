import { hold, spend } from './budget.ts'
import { and, or } from './compare.ts'
import {
  bind,
  enterItem,
  itemsOf,
  payTurn,
  pickItem,
  soFar,
  TURN_STEPS,
  turnOf,
  type Compile,
  type Env,
  type Run,
} from './env.ts'
import { partsOf, type Binding, type Node, type NodeOf } from './tree.ts'
import { isList, isNumber, type Value } from './value.ts'

export const compileFilter = (node: NodeOf<'filter'>, compile: Compile): Run => {
  const [of, by, turn] = [compile(node.of), compile(node.by), turnOf(node.by)]
  return (env) => {
    const value = of(env)
    const items = value === null ? [] : isList(value) ? value : [value]
    if (node.by.is === 'literal' && isNumber(node.by.value)) return pickItem(items, node.by.value)
    const kept: Value[] = []
    for (const item of items) {
      payTurn(env, node, turn)
      const verdict = by(enterItem(env, item))
      if (verdict === true) kept.push(item)
      else if (verdict !== null && isNumber(verdict)) return pickItem(items, by(env))
    }
    return kept
  }
}

interface Loop {
  readonly name: string
  readonly of: Run
}

export const compileBindings = (over: readonly Binding[], compile: Compile): Loop[] =>
  over.map(({ name, of }) => ({ name, of: compile(of) }))

/** Every combination of the loop variables; false when one of the sources is no list. */
const iterate = (env: Env, over: readonly Loop[], at: number, visit: (env: Env) => void): boolean => {
  const loop = over[at]
  if (!loop) {
    visit(env)
    return true
  }
  const items = itemsOf(loop.of(env), env)
  if (items === null) return false
  for (const item of items) {
    spend(env.clock.budget, TURN_STEPS)
    if (!iterate(bind(env, loop.name, item), over, at + 1, visit)) return false
  }
  return true
}

/** A source that is null makes null of the loop it feeds, and of that one only. */
export const compileQuantified = (node: NodeOf<'some' | 'every'>, compile: Compile): Run => {
  const [satisfies, every] = [compile(node.satisfies), node.is === 'every']
  const turn = turnOf(node)
  return compileBindings(node.over, compile).reduceRight<Run>(
    (inner, { name, of }) =>
      (env) => {
        const items = itemsOf(of(env), env)
        if (items === null) return null
        let truth: Value = every
        for (const item of items) {
          payTurn(env, node, turn)
          truth = every ? and(truth, inner(bind(env, name, item))) : or(truth, inner(bind(env, name, item)))
          if (truth === !every) break
        }
        return truth
      },
    satisfies,
  )
}

export const compileFor = (node: NodeOf<'for'>, compile: Compile): Run => {
  const [over, gives, turn] = [compileBindings(node.over, compile), compile(node.gives), turnOf(node)]
  const looksBack = [node.gives, ...node.over.map(({ of }) => of)].some(mentionsPartial)
  return (env) => {
    const results: Value[] = []
    const whole = iterate(env, over, 0, (inner) => {
      payTurn(env, node, turn)
      hold(env.clock.budget, 1)
      results.push(gives(looksBack ? bind(inner, 'partial', soFar(results, env)) : inner))
    })
    return whole ? results : null
  }
}

const mentionsPartial = (node: Node): boolean =>
  (node.is === 'name' && node.name === 'partial') || partsOf(node).some(mentionsPartial)
