import {
  evaluateIn,
  kindOfValue,
  liftValue,
  lowerValue,
  parseExpression,
  parseUnaryTests,
  prepareTest,
  typeOf,
  type Env,
  type FeelType,
  type Scope,
  type Value,
} from '../expression/index.ts'
import type { Decision, DecisionInput } from './definition.ts'
import { isAny, scopeWithInput } from './typed.ts'

/** An input's value as plain JSON for people, and as what the cells are asked about. */
export interface Asked {
  readonly value: unknown
  readonly inside: Value
  readonly type: FeelType
}

type Test = (input: Value, env: Env) => boolean

/** Whether a rule was hit, or where its tests stopped: the same words for every answer. */
export interface Looked {
  readonly rule: string
  readonly hit: boolean
  readonly stopped_at?: string
}

/**
 * A table made ready to be asked: texts are read when a question first reaches them, so that a cell that
 * cannot be read refuses the questions that need it and no others.
 */
export interface ReadyTable {
  readonly readInput: (at: number, env: Env) => Asked
  /** Which of the values that an input may have holds. */
  readonly allows: (at: number, asked: Asked, env: Env) => boolean
  /** The first input whose test fails, -1 when the rule is hit. */
  readonly findStop: (rule: number, asked: readonly Asked[], env: Env) => number
  readonly look: (rule: number, stop: number) => Looked
  /** What a cell of an output says; nothing is null. */
  readonly say: (cell: string | undefined, env: Env) => unknown
}

/** By the table, which never changes, and by the scope, which is told apart by identity. */
const ready = new WeakMap<Decision, WeakMap<Scope, ReadyTable>>()
const NO_SCOPE: Scope = {}

export const readyTable = (decision: Decision, scope: Scope | undefined): ReadyTable => {
  const byScope = ready.get(decision) ?? new WeakMap<Scope, ReadyTable>()
  ready.set(decision, byScope)
  const known = byScope.get(scope ?? NO_SCOPE) ?? makeReady(decision, scope)
  byScope.set(scope ?? NO_SCOPE, known)
  return known
}

const makeReady = (decision: Decision, scope: Scope | undefined): ReadyTable => {
  const inputs = decision.inputs.map((input, at) => readyInput(decision, input, at, scope))
  const looks = decision.rules.map(({ id }) => [
    { rule: id, hit: true },
    ...decision.inputs.map(({ name }) => ({ rule: id, hit: false, stopped_at: name })),
  ])
  const read = keep((cell: string) => parseExpression(cell, scope))
  return {
    readInput: (at, env) => inputs[at]!.read(env),
    allows: (at, asked, env) => inputs[at]!.allows(asked, env),
    findStop: (rule, asked, env) => {
      for (let at = 0; at < inputs.length; at++) if (!inputs[at]!.passes(rule, asked[at]!, env)) return at
      return -1
    },
    look: (rule, stop) => looks[rule]![stop + 1]!,
    say: (cell, env) =>
      cell === undefined || isAny(cell) ? null : lowerValue(evaluateIn(read(cell), env), env.clock.budget),
  }
}

/** What was made from a text is made once. */
const keep = <T>(make: (text: string) => T): ((text: string) => T) => {
  const made = new Map<string, T>()
  return (text) => {
    const known = made.get(text)
    if (known !== undefined) return known
    const value = make(text)
    made.set(text, value)
    return value
  }
}

const readyInput = (decision: Decision, input: DecisionInput, at: number, scope: Scope | undefined) => {
  const heading = keep((source: string) => {
    const expression = parseExpression(source, scope)
    return { expression, fixed: scope ? typeOf(expression, scope) : 'any' }
  })
  const cells = decision.rules.map((rule) => rule.when[at] ?? '-')
  const tests = testsByType(cells, scope)
  const allowed = testsByType(input.values ?? [], scope)
  return {
    read: (env: Env): Asked => {
      const { expression, fixed } = heading(input.expression)
      const found = evaluateIn(expression, env)
      const type = input.type ?? (fixed === 'any' ? typeOfValue(found) : fixed)
      const value = lowerValue(found, env.clock.budget)
      const inside = isOfType(found, type) ? found : liftValue(value, { is: 'value', type }, env.clock)
      return { value, inside, type }
    },
    passes: (rule: number, asked: Asked, env: Env): boolean => tests(rule, asked.type)(asked.inside, env),
    allows: (asked: Asked, env: Env): boolean =>
      (input.values ?? []).some((_, i) => allowed(i, asked.type)(asked.inside, env)),
  }
}

const ALWAYS: Test = () => true

/** A cell is checked against what its input is; without a scope that is all the same. */
const testsByType = (cells: readonly string[], scope: Scope | undefined) => {
  const byType = new Map<FeelType, (Test | undefined)[]>()
  return (at: number, type: FeelType): Test => {
    const kind = scope ? type : 'any'
    let tests = byType.get(kind)
    if (!tests) byType.set(kind, (tests = cells.map((cell) => (isAny(cell) ? ALWAYS : undefined))))
    return (tests[at] ??= prepareTest(parseUnaryTests(cells[at]!, scope && scopeWithInput(scope, type))))
  }
}

/** The type of the value at hand, where neither the table nor the scope says it. */
const typeOfValue = (value: Value): FeelType => {
  const kind = kindOfValue(value)
  return kind === 'days' || kind === 'months' ? 'duration' : PLAIN.has(kind) ? (kind as FeelType) : 'any'
}
const PLAIN: ReadonlySet<string> = new Set(['number', 'date', 'datetime', 'time'])

/** Whatever is not yet of the type it is taken for is read back from what is written of it. */
const isOfType = (value: Value, type: FeelType): boolean => {
  const kind = kindOfValue(value)
  if (kind === 'null') return true
  if (kind === 'string' || kind === 'boolean') return type === kind || type === 'any'
  return (kind === 'days' || kind === 'months' ? 'duration' : PLAIN.has(kind) ? kind : '') === type
}
