import {
  evaluate,
  makeBudget,
  parseExpression,
  parseUnaryTests,
  pathsOf,
  typeOf,
  type Budget,
  type FeelType,
  type Scope,
} from '../expression/index.ts'
import { Refusal, refuse, type Missing } from '../refuse.ts'
import { isSame } from './combine.ts'
import type { Decision, DecisionInput, DecisionOutput } from './definition.ts'
import { isAny, scopeWithInput } from './typed.ts'

/** A fault with its place: the rule (none for a heading) and the column. */
export interface DecisionFault extends Missing {
  readonly rule?: string
  readonly column?: string
  /** UTF-16 offsets in the cell. */
  readonly from?: number
  readonly to?: number
}

/** Refuses a table that cannot be read, every fault at once, each with its rule and column. */
export const checkDecision = (decision: Decision, scope?: Scope): void => {
  const faults = findDecisionFaults(decision, scope)
  if (faults.length === 0) return
  throw refuse(
    'decision_invalid',
    {
      zh: `决策表“${decision.label.zh}”有${faults.length}处问题：${faults.map((fault) => fault.label.zh).join('；')}`,
      en: `The decision "${decision.label.en ?? decision.label.zh}" has ${faults.length} faults: ${faults.map((fault) => fault.label.en).join('; ')}`,
    },
    { missing: faults },
  )
}

export const findDecisionFaults = (decision: Decision, scope?: Scope): DecisionFault[] => [
  ...findShapeFaults(decision),
  ...decision.inputs.flatMap((input) => findInputFaults(decision, input, scope)),
  ...decision.outputs.flatMap((output) => findOutputFaults(decision, output, scope)),
]

type Place = { readonly rule?: string; readonly column?: string }

const fault = (code: string, place: Place, zh: string, en: string): DecisionFault => {
  const where = {
    zh: [place.rule && `规则${place.rule}`, place.column && `“${place.column}”列`],
    en: [place.rule && `rule ${place.rule}`, place.column && `column ${place.column}`],
  }
  const prefix = (parts: (string | undefined)[], colon: string): string =>
    parts.some(Boolean) ? parts.filter(Boolean).join(', ') + colon : ''
  return { code, ...place, label: { zh: prefix(where.zh, '：') + zh, en: prefix(where.en, ': ') + en } }
}

const findShapeFaults = (decision: Decision): DecisionFault[] => {
  const { inputs, outputs, rules, hit_policy } = decision
  const faults: DecisionFault[] = []
  if (outputs.length === 0) faults.push(fault('no_output', {}, '至少要有一个输出', 'it needs an output'))
  if (['C+', 'C<', 'C>'].includes(hit_policy) && outputs.length > 1)
    faults.push(
      fault(
        'too_many_outputs',
        {},
        `命中策略 ${hit_policy} 只能有一个输出`,
        `the hit policy ${hit_policy} takes one output`,
      ),
    )
  if ((hit_policy === 'P' || hit_policy === 'O') && outputs.every((output) => !output.values?.length)) {
    faults.push(
      fault(
        'no_priority',
        {},
        `命中策略 ${hit_policy} 要给出输出值的优先顺序`,
        `the hit policy ${hit_policy} needs the order of the output values`,
      ),
    )
  }
  const ids = new Set<string>()
  for (const rule of rules) {
    if (ids.has(rule.id))
      faults.push(fault('rule_twice', { rule: rule.id }, '规则编号重复', 'this rule id is used twice'))
    ids.add(rule.id)
    if (rule.when.length !== inputs.length || rule.then.length !== outputs.length) {
      faults.push(
        fault(
          'wrong_width',
          { rule: rule.id },
          `应有${inputs.length}个条件和${outputs.length}个结果`,
          `it should have ${inputs.length} conditions and ${outputs.length} results`,
        ),
      )
    }
  }
  return faults
}

const findInputFaults = (
  decision: Decision,
  input: DecisionInput,
  scope: Scope | undefined,
): DecisionFault[] => {
  const column = input.name
  const heading = attempt({ column }, () => parseExpression(input.expression, scope))
  if (heading.length > 0) return heading
  const type = input.type ?? (scope ? typeOf(parseExpression(input.expression, scope), scope) : 'any')
  const inner = scope && scopeWithInput(scope, type)
  const test = (place: Place, cell: string | undefined): DecisionFault[] =>
    cell === undefined || isAny(cell) ? [] : attempt(place, () => parseUnaryTests(cell, inner))
  const at = decision.inputs.indexOf(input)
  return [
    ...(input.values ?? []).flatMap((value) => test({ column }, value)),
    ...decision.rules.flatMap((rule) => test({ rule: rule.id, column }, rule.when[at])),
  ]
}

const findOutputFaults = (
  decision: Decision,
  output: DecisionOutput,
  scope: Scope | undefined,
): DecisionFault[] => {
  const column = output.name
  // Fixed results are computed to be compared with what is allowed, all of them while others wait.
  const budget = makeBudget()
  const listed = (output.values ?? []).flatMap((value) =>
    attempt({ column }, () => parseExpression(value, scope)),
  )
  const allowed =
    listed.length > 0 || !output.values
      ? undefined
      : output.values.map((value) => evaluate(parseExpression(value, scope), {}, { budget }))
  const check = (place: Place, cell: string | undefined): DecisionFault[] =>
    cell === undefined || isAny(cell)
      ? []
      : attempt(place, () => checkResult(place, cell, { type: output.type, allowed, scope, budget }))
  const at = decision.outputs.indexOf(output)
  return [
    ...listed,
    ...check({ column }, output.default),
    ...decision.rules.flatMap((rule) => check({ rule: rule.id, column }, rule.then[at])),
  ]
}

const checkResult = (
  place: Place,
  cell: string,
  want: {
    type: FeelType | undefined
    allowed: unknown[] | undefined
    scope: Scope | undefined
    budget: Budget
  },
): DecisionFault[] => {
  const expression = parseExpression(cell, want.scope)
  const isFixed = pathsOf(expression).length === 0
  const type = want.scope || isFixed ? typeOf(expression, want.scope ?? {}) : 'any'
  if (want.type && want.type !== 'any' && type !== 'any' && type !== want.type) {
    return [
      fault(
        'wrong_type',
        place,
        `应为${want.type}，却是${type}`,
        `it should be a ${want.type}, but is a ${type}`,
      ),
    ]
  }
  if (!want.allowed || !isFixed) return []
  const result = evaluate(expression, {}, { budget: want.budget })
  if (want.allowed.some((value) => isSame(value, result))) return []
  return [
    fault(
      'value_not_listed',
      place,
      `${cell} 不在允许的输出值中`,
      `${cell} is not among the values of this output`,
    ),
  ]
}

/** A refusal of the expression engine becomes a fault with its place in the cell. */
const attempt = (place: Place, read: () => unknown): DecisionFault[] => {
  try {
    const found = read()
    return Array.isArray(found) ? found : []
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { from, to } = (error.details.data ?? {}) as { from?: number; to?: number }
    return [
      {
        ...fault(error.code, place, error.sentence.zh, error.sentence.en ?? error.sentence.zh),
        ...(from !== undefined && { from, to: to ?? from }),
      },
    ]
  }
}
