import type { FeelType } from '../expression/index.ts'
import { defineDecision, type Decision, type HitPolicy } from './definition.ts'

/** An element of an XML document, without the prefixes of its names. */
export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

export const all = (element: Element, tag: string): Element[] =>
  element.children.filter((child) => child.tag === tag)
export const one = (element: Element | undefined, ...tags: string[]): Element | undefined =>
  tags.reduce<Element | undefined>((at, tag) => at?.children.find((child) => child.tag === tag), element)
export const textOf = (element: Element | undefined): string | undefined => one(element, 'text')?.text.trim()

const POLICIES: Record<string, HitPolicy> = {
  'UNIQUE': 'U',
  'ANY': 'A',
  'PRIORITY': 'P',
  'FIRST': 'F',
  'RULE ORDER': 'R',
  'OUTPUT ORDER': 'O',
  'COLLECT': 'C',
}
const AGGREGATES: Record<string, HitPolicy> = { SUM: 'C+', MIN: 'C<', MAX: 'C>', COUNT: 'C#' }
const TYPES: Record<string, FeelType> = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  dateTime: 'datetime',
}

/** `"A", "B"` as separate literals; a comma within quotes or brackets separates nothing. */
const split = (text: string | undefined): string[] | undefined => {
  if (text === undefined) return undefined
  const parts = ['']
  let [depth, quoted] = [0, false]
  for (const [at, sign] of [...text].entries()) {
    if (sign === '"' && text[at - 1] !== '\\') quoted = !quoted
    if (!quoted && '([{'.includes(sign)) depth++
    if (!quoted && ')]}'.includes(sign)) depth--
    if (sign === ',' && depth === 0 && !quoted) parts.push('')
    else parts[parts.length - 1] += sign
  }
  return parts.map((part) => part.trim())
}

/** A DMN decision table as ours. */
export const readTable = (name: string, table: Element): Decision => {
  const { hitPolicy = 'UNIQUE', aggregation } = table.attributes
  return defineDecision(name, {
    label: { zh: name },
    hit_policy: aggregation ? AGGREGATES[aggregation]! : POLICIES[hitPolicy]!,
    inputs: all(table, 'input').map((input, at) => {
      const expression = one(input, 'inputExpression')!
      const type = TYPES[expression.attributes['typeRef'] ?? '']
      const values = split(textOf(one(input, 'inputValues')))
      return {
        name: `${at}`,
        expression: textOf(expression)!,
        ...(type && { type }),
        ...(values && { values }),
      }
    }),
    outputs: all(table, 'output').map((output) => {
      const values = split(textOf(one(output, 'outputValues')))
      const byDefault = textOf(one(output, 'defaultOutputEntry'))
      return {
        name: output.attributes['name'] ?? name,
        ...(values && { values }),
        ...(byDefault !== undefined && { default: byDefault }),
      }
    }),
    rules: all(table, 'rule').map((rule, at) => ({
      id: rule.attributes['id'] ?? `${at + 1}`,
      when: all(rule, 'inputEntry').map((entry) => textOf(entry) ?? '-'),
      then: all(rule, 'outputEntry').map((entry) => textOf(entry) ?? ''),
    })),
  })
}
