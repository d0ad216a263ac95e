import { evaluate, makeBudget, parseExpression, type EvaluateOptions } from '../expression/index.ts'
import { refuse } from '../refuse.ts'
import { combineHits, isSame, type Hit } from './combine.ts'
import type { Decision, DecisionInput, Rule } from './definition.ts'
import { isEffective } from './effective.ts'
import { passes, readInput, type Context, type InputValue } from './typed.ts'

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
  readonly rules: readonly { readonly rule: string; readonly hit: boolean; readonly stopped_at?: string }[]
  readonly by_default: boolean
}

/**
 * What a decision table says of a context, and why (DMN 1.5, chapter 8). Refuses what its hit policy forbids.
 * @example decide(marginFloor, { customer: { grade: 'A' } }).result // '18'
 */
export const decide = (decision: Decision, context: Context, given: DecideOptions = {}): Verdict => {
  // One budget for all cells: nobody else is answered until the last of them is.
  const options = given.budget ? given : { ...given, budget: makeBudget() }
  needEffective(decision, options.on)
  const values = decision.inputs.map((input) => readInput(input, context, options))
  decision.inputs.forEach((input, at) =>
    needAllowed(decision, input, { value: values[at]!, context, options }),
  )
  const inputs = Object.fromEntries(decision.inputs.map((input, at) => [input.name, values[at]!.value]))
  const rules: Explanation['rules'][number][] = []
  const hits: Hit[] = []
  for (const rule of decision.rules) {
    const stopped = findStop(rule, values, context, options)
    rules.push({
      rule: rule.id,
      hit: stopped < 0,
      ...(stopped >= 0 && { stopped_at: decision.inputs[stopped]!.name }),
    })
    if (stopped >= 0) continue
    hits.push({
      rule: rule.id,
      inputs,
      outputs: readOutputs(decision, (at) => rule.then[at], context, options),
    })
    if (decision.hit_policy === 'F') break
  }
  const result =
    hits.length > 0
      ? combineHits(decision, hits, rankBy(decision, context, options))
      : readDefault(decision, context, options)
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

const findStop = (
  rule: Rule,
  values: readonly InputValue[],
  context: Context,
  options: EvaluateOptions,
): number => values.findIndex((value, at) => !passes(rule.when[at] ?? '-', value, context, options))

const readOutputs = (
  decision: Decision,
  cell: (at: number) => string | undefined,
  context: Context,
  options: EvaluateOptions,
): Record<string, unknown> =>
  Object.fromEntries(decision.outputs.map((output, at) => [output.name, read(cell(at), context, options)]))

/** An empty cell says nothing: null. */
const read = (source: string | undefined, context: Context, options: EvaluateOptions): unknown =>
  source === undefined || source.trim() === '' || source.trim() === '-'
    ? null
    : evaluate(parseExpression(source, options.scope), context, options)

const readDefault = (decision: Decision, context: Context, options: EvaluateOptions): unknown => {
  if (decision.outputs.every((output) => output.default === undefined))
    return decision.hit_policy === 'C#' ? '0' : null
  const outputs = readOutputs(decision, (at) => decision.outputs[at]?.default, context, options)
  const value = decision.outputs.length === 1 ? outputs[decision.outputs[0]!.name] : outputs
  return ['R', 'O', 'C'].includes(decision.hit_policy) ? [value] : value
}

const rankBy = (decision: Decision, context: Context, options: EvaluateOptions): ((hit: Hit) => number[]) => {
  if (decision.hit_policy !== 'P' && decision.hit_policy !== 'O') return () => []
  const orders = decision.outputs.map((output) =>
    (output.values ?? []).map((value) => read(value, context, options)),
  )
  return (hit) =>
    decision.outputs.map((output, at) => {
      const place = orders[at]!.findIndex((value) => isSame(value, hit.outputs[output.name]))
      return place < 0 ? Number.MAX_SAFE_INTEGER : place
    })
}

const needAllowed = (
  decision: Decision,
  input: DecisionInput,
  at: { value: InputValue; context: Context; options: EvaluateOptions },
): void => {
  const { value } = at.value
  if (
    !input.values?.length ||
    value === null ||
    input.values.some((test) => passes(test, at.value, at.context, at.options))
  )
    return
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
