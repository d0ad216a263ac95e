import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { evaluate, parseExpression } from '../expression/index.ts'
import { decide } from './decide.ts'
import { all, one, readCases, readTable, textOf, type Element } from './testKit.ts'

const folder = fileURLToPath(new URL('../../../shared/data/dmn-tck-level2/compliance-level-2', import.meta.url))
const present = existsSync(folder)
if (!present) console.warn(`SKIPPED: the DMN compatibility kit is not at ${folder}`)

/** A value of the kit: numbers as JS numbers going in, structures and lists nested. */
const readValue = (element: Element | undefined): unknown => {
  if (!element) return null
  const list = one(element, 'list')
  if (list) return all(list, 'item').map(readValue)
  const parts = all(element, 'component')
  if (parts.length > 0) return Object.fromEntries(parts.map((part) => [part.attributes['name'], readValue(part)]))
  const value = one(element, 'value')
  if (!value || value.attributes['nil'] === 'true') return null
  const type = value.attributes['type']?.replace(/^.*:/, '')
  if (type === 'boolean') return value.text.trim() === 'true'
  return type === 'decimal' || type === 'double' || type === 'integer' ? Number(value.text) : value.text
}

const decisionsOf = (model: Element): Element[] => all(model, 'decision')

/** Answers a decision with what it requires answered first. */
const answer = (model: Element, decision: Element, inputs: Record<string, unknown>): unknown => {
  const required = all(decision, 'informationRequirement').map((need) => one(need, 'requiredDecision')?.attributes['href']?.slice(1)).filter(Boolean)
  const context = { ...inputs }
  for (const other of decisionsOf(model).filter((one) => required.includes(one.attributes['id']))) {
    context[other.attributes['name']!] = answer(model, other, inputs)
  }
  const table = one(decision, 'decisionTable')
  if (table) return decide(readTable(decision.attributes['name']!, table), context).result
  const functions = all(model, 'businessKnowledgeModel').map((known) => {
    const logic = one(known, 'encapsulatedLogic')!
    const names = all(logic, 'formalParameter').map((parameter) => parameter.attributes['name']).join(', ')
    return `${known.attributes['name']}: function(${names}) ${textOf(one(logic, 'literalExpression'))}`
  })
  const source = textOf(one(decision, 'literalExpression'))!
  const whole = functions.length > 0 ? `{ ${functions.join(', ')}, result: ${source} }.result` : source
  return evaluate(parseExpression(whole), context)
}

/** Published decimals are cut at 15 digits, so numbers agree to 1 in 10^13. */
const agrees = (actual: unknown, wanted: unknown): boolean => {
  if (typeof wanted === 'number') return actual !== null && Math.abs(Number(actual) - wanted) <= Math.abs(wanted) * 1e-13
  if (Array.isArray(wanted)) return Array.isArray(actual) && actual.length === wanted.length && wanted.every((value, at) => agrees(actual[at], value))
  if (wanted && typeof wanted === 'object') return Object.entries(wanted).every(([name, value]) => agrees((actual as Record<string, unknown> | null)?.[name], value))
  return Object.is(actual ?? null, wanted)
}

test.skipIf(!present)('the published DMN level 2 cases come out as published', () => {
  const failures: string[] = []
  const count = { tables: 0, all: 0 }
  for (const { name, model, cases } of readCases(folder)) {
    for (const one_case of cases) {
      const inputs = Object.fromEntries(all(one_case, 'inputNode').map((node) => [node.attributes['name']!, readValue(node)]))
      for (const wanted of all(one_case, 'resultNode')) {
        const decision = decisionsOf(model).find((each) => each.attributes['name'] === wanted.attributes['name'])!
        count.all++
        if (one(decision, 'decisionTable')) count.tables++
        try {
          const expected = readValue(one(wanted, 'expected'))
          const actual = answer(model, decision, inputs)
          if (!agrees(actual, expected)) failures.push(`${name} ${one_case.attributes['id']} ${wanted.attributes['name']}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`)
        } catch (error) {
          failures.push(`${name} ${one_case.attributes['id']} ${wanted.attributes['name']}: ${String(error)}`)
        }
      }
    }
  }
  console.info(`DMN TCK level 2: ${count.all - failures.length} of ${count.all} results agree (${count.tables} from decision tables)`)
  expect(count.all).toBeGreaterThanOrEqual(126)
  expect(failures).toEqual([])
})
