import { all, one, readTable, textOf, type Element } from '../../model/decision/readDmn.ts'
import { bind, type Env } from '../../model/expression/env.ts'
import {
  decide,
  evaluateIn,
  liftValue,
  lowerValue,
  openContext,
  parseExpression,
  type FeelType,
  type Scope,
  type Value,
} from '../../model/index.ts'
import { isList, isNumber, kindOf } from '../../model/expression/value.ts'

/** What this product has no place for: the case is passed over, and says so. */
export class OutOfScope extends Error {}

/** What a model answers under a name, with what its decisions require answered first. */
export function answerModel(model: Element, name: string, given: ReadonlyMap<string, Value>): Value {
  const decision = all(model, 'decision').find((each) => each.attributes['name'] === name)
  if (!decision) throw new OutOfScope(`no decision ${name} in the model`)
  return answerDecision(model, decision, given, new Set())
}

function answerDecision(
  model: Element,
  decision: Element,
  given: ReadonlyMap<string, Value>,
  above: ReadonlySet<Element>,
): Value {
  if (above.has(decision)) throw new Error('a decision requires itself')
  const values = new Map(given)
  for (const need of all(decision, 'informationRequirement')) {
    const id = one(need, 'requiredDecision')?.attributes['href']?.replace(/^.*#/, '')
    const other = all(model, 'decision').find((each) => each.attributes['id'] === id)
    if (id && !other) throw new OutOfScope('a decision of another model')
    if (other)
      values.set(
        other.attributes['name']!,
        answerDecision(model, other, given, new Set([...above, decision])),
      )
  }
  const env = [...functionsOf(model), ...values].reduce<Env>(
    (inner, [name, value]) => bind(inner, name, typeof value === 'function' ? value(inner) : value),
    openContext({}),
  )
  return answerLogic(decision, decision.attributes['name']!, env, values)
}

const LOGIC = [
  'invocation',
  'relation',
  'list',
  'functionDefinition',
  'for',
  'filter',
  'conditional',
  'some',
  'every',
]

function answerLogic(box: Element, name: string, env: Env, values: ReadonlyMap<string, Value>): Value {
  const [literal, table, context] = ['literalExpression', 'decisionTable', 'context'].map((tag) =>
    one(box, tag),
  )
  if (literal) return evaluateIn(parseExpression(textOf(literal) ?? ''), env)
  if (table) return answerTable(name, table, values, env)
  if (context) return answerContext(context, env, values)
  throw new OutOfScope(LOGIC.find((tag) => one(box, tag)) ?? 'no logic')
}

/** Entries see those before them; one without a name is what the whole answers. */
function answerContext(context: Element, outer: Env, values: ReadonlyMap<string, Value>): Value {
  const raw: Record<string, Value> = {}
  let env = outer
  for (const entry of all(context, 'contextEntry')) {
    const name = one(entry, 'variable')?.attributes['name']
    const value = answerLogic(entry, name ?? '', env, values)
    if (name === undefined) return value
    raw[name] = value
    env = bind(env, name, value)
  }
  return { kind: 'context', literal: true, raw }
}

function answerTable(name: string, table: Element, values: ReadonlyMap<string, Value>, env: Env): Value {
  const decision = readTable(name, table)
  const known = [...values].filter(([, value]) => kindOf(value) !== 'function')
  const scope: Scope = Object.fromEntries(
    known.map(([key, value]) => [key, { is: 'value', type: typeOfKind(kindOf(value)) }]),
  )
  const context = Object.fromEntries(known.map(([key, value]) => [key, plainOf(value, env)]))
  const { result } = decide(decision, context, { scope })
  const counts = ['C+', 'C<', 'C>', 'C#'].includes(decision.hit_policy)
  const type = decision.outputs.length === 1 && counts ? 'number' : 'any'
  return liftValue(result, { is: 'value', type }, env.clock)
}

const typeOfKind = (kind: string): FeelType => {
  if (kind === 'days' || kind === 'months') return 'duration'
  const simple = ['number', 'string', 'boolean', 'date', 'datetime', 'time', 'list']
  return simple.includes(kind) ? (kind as FeelType) : 'any'
}

/** Numbers inside lists and structures stay numbers. */
const plainOf = (value: Value, env: Env): unknown => {
  if (value !== null && isNumber(value)) return value
  if (isList(value)) return value.map((item) => plainOf(item, env))
  if (value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'context')
    return Object.fromEntries(
      Object.entries(value.raw).map(([name, field]) => [name, plainOf(field as Value, env)]),
    )
  return lowerValue(value, env.clock.budget)
}

/** Knowledge that a decision calls by its name. */
function functionsOf(model: Element): [string, (env: Env) => Value][] {
  return all(model, 'businessKnowledgeModel').flatMap((known) => {
    const logic = one(known, 'encapsulatedLogic')
    const body = textOf(one(logic, 'literalExpression'))
    if (!logic || body === undefined) return []
    const names = all(logic, 'formalParameter').map((parameter) => parameter.attributes['name'])
    const source = `function(${names.join(', ')}) ${body}`
    return [[known.attributes['name']!, (env: Env) => evaluateIn(parseExpression(source), env)]]
  })
}
