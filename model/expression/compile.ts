import { calculate, negate } from './arithmetic.ts'
import { hold, spend, tooCostly } from './budget.ts'
import { findBuiltin } from './builtins/all.ts'
import type { Clock } from './builtins/builtin.ts'
import { readPart } from './builtins/time.ts'
import { arrange, callBuiltin } from './call.ts'
import { and, compare, contained, not, or } from './compare.ts'
import {
  bind,
  enterItem,
  findName,
  INPUT,
  itemsOf,
  payTurn,
  pickItem,
  soFar,
  TURN_STEPS,
  turnOf,
  type Env,
  type Run,
} from './env.ts'
import { ExpressionError } from './error.ts'
import { hasField, readField } from './lift.ts'
import { partsOf, type Binding, type Node, type NodeOf } from './tree.ts'
import { isList, isNumber, kindOf, type FunctionValue, type Value } from './value.ts'

const compiled = new WeakMap<Node, Run>()

export const compileNode = (node: Node): Run => {
  const known = compiled.get(node)
  if (known) return known
  const made = build(node)
  compiled.set(node, made)
  return made
}

const build = (node: Node): Run => {
  switch (node.is) {
    case 'literal': {
      const { value } = node
      return () => value
    }
    case 'name': {
      const { name } = node
      return (env) => findName(env, name) ?? null
    }
    case 'input':
      return (env) => findName(env, INPUT) ?? null
    case 'path':
      return compilePath(node)
    case 'filter':
      return compileFilter(node)
    case 'negate': {
      const of = compileNode(node.of)
      return (env) => negate(of(env))
    }
    case 'arithmetic': {
      const [op, left, right] = [node.op, compileNode(node.left), compileNode(node.right)]
      return (env) => calculate(op, left(env), right(env), env.clock)
    }
    case 'compare': {
      const [op, left, right] = [node.op, compileNode(node.left), compileNode(node.right)]
      return (env) => compare(op, left(env), right(env), env.clock)
    }
    case 'between': {
      const [of, low, high] = [compileNode(node.of), compileNode(node.low), compileNode(node.high)]
      return (env) => {
        const value = of(env)
        return and(compare('>=', value, low(env), env.clock), compare('<=', value, high(env), env.clock))
      }
    }
    case 'in':
      return compileTests(compileNode(node.of), node.tests)
    case 'tests':
      return compileUnary(node)
    case 'test':
      return compileTest(node, (env) => findName(env, INPUT) ?? null)
    case 'and':
    case 'or':
      return compileLogic(node)
    case 'if': {
      const [when, yes, no] = [compileNode(node.when), compileNode(node.then), compileNode(node.else)]
      return (env) => (when(env) === true ? yes(env) : no(env))
    }
    case 'some':
    case 'every':
      return compileQuantified(node)
    case 'for':
      return compileFor(node)
    case 'list': {
      const items = node.items.map(compileNode)
      return (env) => {
        hold(env.clock.budget, items.length)
        return items.map((item) => item(env))
      }
    }
    case 'context':
      return compileContext(node.entries)
    case 'call':
      return compileCall(node)
    case 'function':
      return compileFunction(node)
    case 'instance':
      return compileInstance(node)
    case 'range': {
      const { startIn, endIn } = node
      const [start, end] = [compileNode(node.start), compileNode(node.end)]
      return (env) => ({ kind: 'range', start: start(env), end: end(env), startIn, endIn })
    }
  }
}

const compileLogic = (node: NodeOf<'and' | 'or'>): Run => {
  const [left, right] = [compileNode(node.left), compileNode(node.right)]
  if (node.is === 'and')
    return (env) => {
      const a = left(env)
      return a === false ? false : and(a, right(env))
    }
  return (env) => {
    const a = left(env)
    return a === true ? true : or(a, right(env))
  }
}

const compilePath = (node: NodeOf<'path'>): Run => {
  const [of, { name }] = [compileNode(node.of), node]
  const step = (value: Value, clock: Clock): Value => {
    if (value === null || typeof value !== 'object' || isNumber(value)) return null
    if (isList(value)) {
      spend(clock.budget, 2 * value.length)
      hold(clock.budget, value.length)
      return value.map((item) => step(item, clock))
    }
    if (value.kind === 'context') return hasField(value, name) ? readField(value, name, clock) : null
    if (value.kind !== 'reference') return readPart(value, name, clock) ?? null
    if (value.row) return readField(value.row, name, clock)
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

const compileFilter = (node: NodeOf<'filter'>): Run => {
  const [of, by, turn] = [compileNode(node.of), compileNode(node.by), turnOf(node.by)]
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

const compileBindings = (over: readonly Binding[]): Loop[] =>
  over.map(({ name, of }) => ({ name, of: compileNode(of) }))

/** A source that is null makes null of the loop it feeds, and of that one only. */
const compileQuantified = (node: NodeOf<'some' | 'every'>): Run => {
  const [satisfies, every] = [compileNode(node.satisfies), node.is === 'every']
  const turn = turnOf(node)
  return compileBindings(node.over).reduceRight<Run>(
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

const compileFor = (node: NodeOf<'for'>): Run => {
  const [over, gives, turn] = [compileBindings(node.over), compileNode(node.gives), turnOf(node)]
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

const compileContext = (entries: readonly Binding[]): Run => {
  const parts = compileBindings(entries)
  return (env) => {
    hold(env.clock.budget, 1 + parts.length)
    const raw: Record<string, Value> = {}
    const inner: Env = { clock: env.clock, up: env, row: { kind: 'context', literal: true, raw } }
    for (const { name, of } of parts)
      Object.defineProperty(raw, name, {
        value: of(inner),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    return { kind: 'context', literal: true, raw }
  }
}

const compileCall = (node: NodeOf<'call'>): Run => {
  const args = node.args.map(compileNode)
  const builtin = findBuiltin(node.name)
  if (builtin) {
    const placed = arrange(builtin.names, args, node.named)
    if (placed === null) return () => null
    return (env) => {
      const given = placed.map((arg) => arg?.(env))
      env.clock.budget.at = node
      return callBuiltin(builtin, given, env.clock)
    }
  }
  const on = compileNode(node.on)
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

const compileFunction = (node: NodeOf<'function'>): Run => {
  const [body, turn] = [compileNode(node.body), turnOf(node.body)]
  return (env) => ({
    kind: 'function',
    params: node.params,
    call: (args) => {
      const { budget } = env.clock
      payTurn(env, node, turn + node.params.length)
      if (budget.calls >= CALLS_MAX) throw tooCostly(budget)
      budget.calls++
      try {
        return body({
          clock: env.clock,
          up: env,
          vars: new Map(node.params.map((name, i) => [name, args[i] ?? null])),
        })
      } finally {
        budget.calls--
      }
    },
  })
}

const TYPE_NAMES: Partial<Record<string, string>> = {
  'date and time': 'datetime',
  'days and time duration': 'days',
  'years and months duration': 'months',
}

const compileInstance = (node: NodeOf<'instance'>): Run => {
  const of = compileNode(node.of)
  const wanted = TYPE_NAMES[node.type] ?? node.type.replace(/\s*<.*$/s, '')
  return (env) => {
    const kind = kindOf(of(env))
    return (
      kind !== 'null' && (wanted === 'Any' || (kind === 'reference' ? wanted === 'string' : kind === wanted))
    )
  }
}

const compileTest = (node: NodeOf<'test'>, input: Run): Run => {
  const right = compileNode(node.right)
  return (env) => compare(node.op, input(env), right(env), env.clock)
}

/**
 * One of the tests holds for the value. A test that is true by itself and speaks of `?` holds as it stands.
 */
const compileTests = (of: Run, tests: readonly Node[]): Run => {
  const runs = tests.map((test) => {
    if (test.is === 'test') return compileTest(test, (env) => findName(env, INPUT) ?? null)
    const run = compileNode(test)
    if (mentionsInput(test))
      return (env: Env) => {
        const verdict = run(env)
        return typeof verdict === 'boolean'
          ? verdict
          : contained(findName(env, INPUT) ?? null, verdict, env.clock)
      }
    return (env: Env) => contained(findName(env, INPUT) ?? null, run(env), env.clock)
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
