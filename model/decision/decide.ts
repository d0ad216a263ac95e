import { openContext, type Env, type EvaluateOptions } from '../expression/index.ts'
import { refuse } from '../refuse.ts'
import { combineHits, isSame, type Hit } from './combine.ts'
import type { Decision, DecisionInput } from './definition.ts'
import { isEffective } from './effective.ts'
import { readyTable, type Asked, type Looked, type ReadyTable } from './ready.ts'
import type { Context } from './typed.ts'

export interface DecideOptions extends EvaluateOptions {
  /** Refuse when the table does not count on this date, `YYYY-MM-DD`. */
  readonly on?: string
}

export interface Verdict {
  /**
   * The value, for several outputs an object of them, for R, O and C a list; numbers are decimal strings.
   * Null when nothing hit and there is no default.
   */
  readonly result: unknown
  readonly hits: readonly Hit[]
  readonly explanation: Explanation
}

export interface Explanation {
  readonly decision: string
  readonly hit_policy: Decision['hit_policy']
  readonly inputs: Readonly<Record<string, unknown>>
  /** Every rule looked at; `stopped_at` is the first input whose test failed. */
  readonly rules: readonly Looked[]
  readonly by_default: boolean
}

/**
 * What a decision table says of a context, and why (DMN 1.5, chapter 8). Refuses what its hit policy forbids.
 * @example decide(marginFloor, { customer: { grade: 'A' } }).result // '18'
 */
export const decide = (decision: Decision, context: Context, options: DecideOptions = {}): Verdict => {
  needEffective(decision, options.on)
  const table = readyTable(decision, options.scope)
  // One budget for all cells: nobody else is answered until the last of them is.
  const env = openContext(context, options)
  const asked = decision.inputs.map((_, at) => table.readInput(at, env))
  decision.inputs.forEach((input, at) =>
    needAllowed(decision, input, asked[at]!, () => table.allows(at, asked[at]!, env)),
  )
  const inputs = Object.fromEntries(decision.inputs.map((input, at) => [input.name, asked[at]!.value]))
  const rules: Looked[] = []
  const hits: Hit[] = []
  for (const [at, rule] of decision.rules.entries()) {
    const stop = table.findStop(at, asked, env)
    rules.push(table.look(at, stop))
    if (stop >= 0) continue
    hits.push({ rule: rule.id, inputs, outputs: readOutputs(decision, table, rule.then, env) })
    if (decision.hit_policy === 'F') break
  }
  const result =
    hits.length > 0
      ? combineHits(decision, hits, rankBy(decision, table, env))
      : readDefault(decision, table, env)
  return {
    result,
    hits,
    explanation: {
      decision: decision.name,
      hit_policy: decision.hit_policy,
      inputs,
      rules,
      by_default: hits.length === 0,
    },
  }
}

const readOutputs = (
  decision: Decision,
  table: ReadyTable,
  cells: readonly (string | undefined)[],
  env: Env,
): Record<string, unknown> =>
  Object.fromEntries(decision.outputs.map((output, at) => [output.name, table.say(cells[at], env)]))

const readDefault = (decision: Decision, table: ReadyTable, env: Env): unknown => {
  if (decision.outputs.every((output) => output.default === undefined))
    return decision.hit_policy === 'C#' ? '0' : null
  const defaults = decision.outputs.map((output) => output.default)
  const outputs = readOutputs(decision, table, defaults, env)
  const value = decision.outputs.length === 1 ? outputs[decision.outputs[0]!.name] : outputs
  return ['R', 'O', 'C'].includes(decision.hit_policy) ? [value] : value
}

const rankBy = (decision: Decision, table: ReadyTable, env: Env): ((hit: Hit) => number[]) => {
  if (decision.hit_policy !== 'P' && decision.hit_policy !== 'O') return () => []
  const orders = decision.outputs.map((output) => (output.values ?? []).map((value) => table.say(value, env)))
  return (hit) =>
    decision.outputs.map((output, at) => {
      const place = orders[at]!.findIndex((value) => isSame(value, hit.outputs[output.name]))
      return place < 0 ? Number.MAX_SAFE_INTEGER : place
    })
}

const needAllowed = (
  decision: Decision,
  input: DecisionInput,
  { value }: Asked,
  allows: () => boolean,
): void => {
  if (!input.values?.length || value === null || allows()) return
  throw refuse(
    'decision_input_not_allowed',
    {
      zh: `决策表“${decision.label.zh}”的输入“${input.label?.zh ?? input.name}”不能是 ${String(value)}，可以是：${input.values.join('、')}`,
      en: `"${String(value)}" is no value for "${input.label?.en ?? input.name}" of "${decision.label.en ?? decision.label.zh}": it takes ${input.values.join(', ')}`,
    },
    { field: input.name, data: { decision: decision.name } },
  )
}

const needEffective = (decision: Decision, on: string | undefined): void => {
  if (on === undefined || isEffective(decision, on)) return
  throw refuse(
    'decision_not_effective',
    {
      zh: `决策表“${decision.label.zh}”在${on}不生效`,
      en: `The decision "${decision.label.en ?? decision.label.zh}" is not in effect on ${on}`,
    },
    { data: { decision: decision.name } },
  )
}
