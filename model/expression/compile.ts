import { calculate, negate } from './arithmetic.ts'
import { findBuiltin } from './builtins/all.ts'
import type { Clock } from './builtins/builtin.ts'
import { readPart } from './builtins/time.ts'
import { arrange, callBuiltin } from './call.ts'
import { and, compare, contained, not, or } from './compare.ts'
import { ExpressionError } from './error.ts'
import { hasField, readField } from './lift.ts'
import { partsOf, type Binding, type Node, type NodeOf } from './tree.ts'
import { isList, isNumber, kindOf, Numeric, type ContextValue, type FunctionValue, type Value } from './value.ts'

/** Names in reach, innermost first: loop variables, the item of a filter, the base row. */
export interface Env {
  readonly clock: Clock
  readonly row?: ContextValue
  readonly vars?: ReadonlyMap<string, Value>
  readonly up?: Env
}

/** A tree turned into a closure: evaluating is then a call, not a walk. */
export type Run = (env: Env) => Value

const compiled = new WeakMap<Node, Run>()
/** The longest range a loop runs through. */
const ITEMS_MAX = 100_000
/** The name under which unary tests find what they test; no name of a field can be it. */
export const INPUT = '?'

export const compileNode = (node: Node): Run => {
  const known = compiled.get(node)
  if (known) return known
  const made = build(node)
  compiled.set(node, made)
  return made
}

const build = (node: Node): Run => {
  switch (node.is) {
    case 'literal': { const { value } = node; return () => value }
    case 'name': { const { name } = node; return (env) => findName(env, name) ?? null }
    case 'input': return (env) => findName(env, INPUT) ?? null
    case 'path': return compilePath(node)
    case 'filter': return compileFilter(node)
    case 'negate': { const of = compileNode(node.of); return (env) => negate(of(env)) }
    case 'arithmetic': {
      const [op, left, right] = [node.op, compileNode(node.left), compileNode(node.right)]
      return (env) => calculate(op, left(env), right(env), env.clock.zone)
    }
    case 'compare': {
      const [op, left, right] = [node.op, compileNode(node.left), compileNode(node.right)]
      return (env) => compare(op, left(env), right(env), env.clock.zone)
    }
    case 'between': {
      const [of, low, high] = [compileNode(node.of), compileNode(node.low), compileNode(node.high)]
      return (env) => {
        const value = of(env)
        return and(compare('>=', value, low(env), env.clock.zone), compare('<=', value, high(env), env.clock.zone))
      }
    }
    case 'in': return compileTests(compileNode(node.of), node.tests)
    case 'tests': return compileUnary(node)
    case 'test': return compileTest(node, (env) => findName(env, INPUT) ?? null)
    case 'and': case 'or': return compileLogic(node)
    case 'if': {
      const [when, yes, no] = [compileNode(node.when), compileNode(node.then), compileNode(node.else)]
      return (env) => (when(env) === true ? yes(env) : no(env))
    }
    case 'some': case 'every': return compileQuantified(node)
    case 'for': return compileFor(node)
    case 'list': { const items = node.items.map(compileNode); return (env) => items.map((item) => item(env)) }
    case 'context': return compileContext(node.entries)
    case 'call': return compileCall(node)
    case 'function': return compileFunction(node)
    case 'instance': return compileInstance(node)
    case 'range': {
      const { startIn, endIn } = node
      const [start, end] = [compileNode(node.start), compileNode(node.end)]
      return (env) => ({ kind: 'range', start: start(env), end: end(env), startIn, endIn })
    }
  }
}

const findName = (env: Env, name: string): Value | undefined => {
  for (let at: Env | undefined = env; at; at = at.up) {
    const value = at.vars?.get(name)
    if (value !== undefined) return value
    if (at.row && hasField(at.row, name)) return readField(at.row, name, env.clock.zone)
  }
  return undefined
}

const compileLogic = (node: NodeOf<'and' | 'or'>): Run => {
  const [left, right] = [compileNode(node.left), compileNode(node.right)]
  if (node.is === 'and') return (env) => { const a = left(env); return a === false ? false : and(a, right(env)) }
  return (env) => { const a = left(env); return a === true ? true : or(a, right(env)) }
}

const compilePath = (node: NodeOf<'path'>): Run => {
  const [of, { name }] = [compileNode(node.of), node]
  const step = (value: Value, clock: Clock): Value => {
    if (value === null || typeof value !== 'object' || isNumber(value)) return null
    if (isList(value)) return value.map((item) => step(item, clock))
    if (value.kind === 'context') return hasField(value, name) ? readField(value, name, clock.zone) : null
    if (value.kind !== 'reference') return readPart(value, name, clock) ?? null
    if (value.row) return readField(value.row, name, clock.zone)
    if (name === 'id') return value.id
    throw new ExpressionError('not_loaded', { zh: `取“${name}”之前没有读入所引用的记录`, en: `The referenced record was not loaded, so "${name}" is not known` }, node)
  }
  return (env) => step(of(env), env.clock)
}

const compileFilter = (node: NodeOf<'filter'>): Run => {
  const [of, by] = [compileNode(node.of), compileNode(node.by)]
  return (env) => {
    const value = of(env)
    const items = value === null ? [] : isList(value) ? value : [value]
    if (node.by.is === 'literal' && isNumber(node.by.value)) return pickItem(items, node.by.value)
    const kept: Value[] = []
    for (const item of items) {
      const verdict = by(enterItem(env, item))
      if (verdict === true) kept.push(item)
      else if (verdict !== null && isNumber(verdict)) return pickItem(items, by(env))
    }
    return kept
  }
}

const enterItem = (env: Env, item: Value): Env => {
  countStep(env.clock)
  const row = item !== null && typeof item === 'object' && 'kind' in item
    ? item.kind === 'context' ? item : item.kind === 'reference' ? item.row : undefined : undefined
  return { clock: env.clock, up: { clock: env.clock, up: env, vars: new Map([['item', item]]) }, ...(row ? { row } : {}) }
}

const pickItem = (items: readonly Value[], at: Value): Value => {
  if (at === null || !isNumber(at) || !at.isInteger() || at.isZero()) return null
  const n = at.toNumber()
  return items[n > 0 ? n - 1 : items.length + n] ?? null
}

const bind = (env: Env, name: string, value: Value): Env => {
  countStep(env.clock)
  return { clock: env.clock, up: env, vars: new Map([[name, value]]) }
}

const STEPS_MAX = 1_000_000

const countStep = ({ effort }: Clock): void => {
  if (++effort.steps > STEPS_MAX)
    throw new ExpressionError('too_much_work', { zh: '表达式的循环太多', en: 'The expression loops too often' }, { from: 0, to: 0 })
}

/** Every combination of the loop variables; false when one of the sources is no list. */
const iterate = (env: Env, over: readonly (readonly [string, Run])[], visit: (env: Env) => void): boolean => {
  const [first, ...rest] = over
  if (!first) { visit(env); return true }
  const items = itemsOf(first[1](env))
  return items !== null && items.every((item) => iterate(bind(env, first[0], item), rest, visit))
}

const itemsOf = (value: Value): readonly Value[] | null => {
  if (value === null) return null
  if (isList(value)) return value
  if (kindOf(value) !== 'range') return [value]
  const { start, end, startIn, endIn } = value as Extract<Value, { kind: 'range' }>
  if (start === null || end === null || !isNumber(start) || !isNumber(end) || !start.isInteger() || !end.isInteger()) return null
  const [a, b] = [start.toNumber(), end.toNumber()]
  const count = Math.abs(b - a) + 1
  if (!(count <= ITEMS_MAX)) return null
  const steps: Value[] = Array.from({ length: count }, (_, i) => new Numeric(a + (a <= b ? i : -i)))
  return steps.slice(startIn ? 0 : 1, endIn ? undefined : -1)
}

const compileBindings = (over: readonly Binding[]): (readonly [string, Run])[] => over.map(({ name, of }) => [name, compileNode(of)])

/** A source that is null makes null of the loop it feeds, and of that one only. */
const compileQuantified = (node: NodeOf<'some' | 'every'>): Run => {
  const [satisfies, every] = [compileNode(node.satisfies), node.is === 'every']
  return compileBindings(node.over).reduceRight<Run>((inner, [name, of]) => (env) => {
    const items = itemsOf(of(env))
    if (items === null) return null
    let truth: Value = every
    for (const item of items) {
      truth = every ? and(truth, inner(bind(env, name, item))) : or(truth, inner(bind(env, name, item)))
      if (truth === !every) break
    }
    return truth
  }, satisfies)
}

const compileFor = (node: NodeOf<'for'>): Run => {
  const [over, gives] = [compileBindings(node.over), compileNode(node.gives)]
  return (env) => {
    const results: Value[] = []
    const partial = bind(env, 'partial', results)
    return iterate(partial, over, (inner) => { results.push(gives(inner)) }) ? results : null
  }
}

const compileContext = (entries: readonly Binding[]): Run => {
  const parts = compileBindings(entries)
  return (env) => {
    const raw: Record<string, Value> = {}
    const inner: Env = { clock: env.clock, up: env, row: { kind: 'context', literal: true, raw } }
    for (const [name, run] of parts) Object.defineProperty(raw, name, { value: run(inner), enumerable: true, configurable: true, writable: true })
    return { kind: 'context', literal: true, raw }
  }
}

const compileCall = (node: NodeOf<'call'>): Run => {
  const args = node.args.map(compileNode)
  const builtin = findBuiltin(node.name)
  if (builtin) {
    const placed = arrange(builtin.names, args, node.named)
    if (placed === null) return () => null
    return (env) => callBuiltin(builtin, placed.map((arg) => arg?.(env)), env.clock)
  }
  const on = compileNode(node.on)
  return (env) => {
    const called = on(env)
    if (kindOf(called) !== 'function') return null
    const { params, call } = called as FunctionValue
    const placed = arrange(params, args, node.named)
    return placed === null || placed.length !== params.length ? null : call(placed.map((arg) => arg?.(env) ?? null))
  }
}

/** Calls nested deeper than this are given up: a function that calls itself must end. */
const CALLS_MAX = 200
let calls = 0

const compileFunction = (node: NodeOf<'function'>): Run => {
  const body = compileNode(node.body)
  return (env) => ({
    kind: 'function', params: node.params,
    call: (args) => {
      countStep(env.clock)
      if (calls >= CALLS_MAX) return null
      calls++
      try {
        return body({ clock: env.clock, up: env, vars: new Map(node.params.map((name, i) => [name, args[i] ?? null])) })
      } finally {
        calls--
      }
    },
  })
}

const TYPE_NAMES: Partial<Record<string, string>> = {
  'date and time': 'datetime', 'days and time duration': 'days', 'years and months duration': 'months',
}

const compileInstance = (node: NodeOf<'instance'>): Run => {
  const of = compileNode(node.of)
  const wanted = TYPE_NAMES[node.type] ?? node.type.replace(/\s*<.*$/s, '')
  return (env) => {
    const kind = kindOf(of(env))
    return kind !== 'null' && (wanted === 'Any' || (kind === 'reference' ? wanted === 'string' : kind === wanted))
  }
}

const compileTest = (node: NodeOf<'test'>, input: Run): Run => {
  const right = compileNode(node.right)
  return (env) => compare(node.op, input(env), right(env), env.clock.zone)
}

/** One of the tests holds for the value. A test that is true by itself and speaks of `?` holds as it stands. */
const compileTests = (of: Run, tests: readonly Node[]): Run => {
  const runs = tests.map((test) => {
    if (test.is === 'test') return compileTest(test, (env) => findName(env, INPUT) ?? null)
    const run = compileNode(test)
    if (mentionsInput(test)) return (env: Env) => { const verdict = run(env); return typeof verdict === 'boolean' ? verdict : contained(findName(env, INPUT) ?? null, verdict, env.clock.zone) }
    return (env: Env) => contained(findName(env, INPUT) ?? null, run(env), env.clock.zone)
  })
  return (env) => {
    const inner = bind(env, INPUT, of(env))
    return runs.reduce<Value>((truth, run) => (truth === true ? true : or(truth, run(inner))), false)
  }
}

const compileUnary = (node: NodeOf<'tests'>): Run => {
  if (node.tests === 'any') return () => true
  const run = compileTests((env) => findName(env, INPUT) ?? null, node.tests)
  return node.not ? (env) => not(run(env)) : run
}

export const mentionsInput = (node: Node): boolean => node.is === 'input' || partsOf(node).some(mentionsInput)
