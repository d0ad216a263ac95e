import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { evaluate, parseExpression } from './index.ts'

/**
 * The literal expressions of the DMN TCK, level 2: decisions whose logic is one expression over input data and other such
 * decisions. Decision tables, invocations and knowledge models belong to the decision engine.
 */
const folder = fileURLToPath(new URL('../../../shared/data/dmn-tck-level2/compliance-level-2', import.meta.url))

const inside = (xml: string, tag: string): { attributes: string; body: string }[] =>
  [...xml.matchAll(new RegExp(`<(?:\\w+:)?${tag}((?:\\s[^>]*?)?)(?:/>|>(.*?)</(?:\\w+:)?${tag}>)`, 'gs'))].map((m) => ({ attributes: m[1] ?? '', body: m[2] ?? '' }))
const attribute = (text: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? ''
const unescape = (text: string): string => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code))).replace(/&amp;/g, '&')

interface Case { readonly name: string; readonly source: string; readonly context: Record<string, unknown>; readonly expected: unknown }

const readValue = (xml: string): unknown => {
  if (/^\s*<(?:\w+:)?component/.test(xml)) return Object.fromEntries(inside(xml, 'component').map(({ attributes, body }) => [attribute(attributes, 'name'), readValue(body)]))
  const [value] = inside(xml, 'value')
  if (!value || /nil="true"/.test(value.attributes)) return null
  const type = attribute(value.attributes, 'xsi:type')
  if (/string/.test(type)) return unescape(value.body)
  if (/boolean/.test(type)) return value.body.trim() === 'true'
  return /decimal|double|integer/.test(type) ? Number(value.body) : value.body.trim()
}

const readCases = (): { cases: Case[]; others: number } => {
  const cases: Case[] = []
  let others = 0
  for (const model of readdirSync(folder)) {
    const files = readdirSync(`${folder}/${model}`)
    const dmn = readFileSync(`${folder}/${model}/${files.find((file) => file.endsWith('.dmn'))}`, 'utf8')
    const decisions = new Map<string, string>()
    for (const { attributes, body } of inside(dmn, 'decision')) {
      const [literal] = inside(body, 'literalExpression')
      const plain = literal && !/<(?:\w+:)?(decisionTable|invocation|context|requiredKnowledge|requiredDecision)\b/.test(body)
      if (plain) decisions.set(unescape(attribute(attributes, 'name')), unescape(inside(literal.body, 'text')[0]!.body.trim()))
    }
    for (const file of files.filter((file) => file.endsWith('.xml'))) {
      for (const { attributes, body } of inside(readFileSync(`${folder}/${model}/${file}`, 'utf8'), 'testCase')) {
        const context = Object.fromEntries(inside(body, 'inputNode').map((input) => [unescape(attribute(input.attributes, 'name')), readValue(input.body)]))
        for (const result of inside(body, 'resultNode')) {
          const name = unescape(attribute(result.attributes, 'name'))
          const source = decisions.get(name)
          if (source === undefined) { others++; continue }
          cases.push({ name: `${model} ${attribute(attributes, 'id')} ${name}`, source, context, expected: readValue(inside(result.body, 'expected')[0]!.body) })
        }
      }
    }
  }
  return { cases, others }
}

if (!existsSync(folder)) {
  console.warn('SKIPPED: the DMN TCK is not beside the repository (../shared/data/dmn-tck-level2)')
  test.skip('the TCK level 2 expressions give what the standard says', () => {})
} else {
  const { cases, others } = readCases()
  test('there are expressions in the TCK', () => {
    console.info(`TCK level 2: ${cases.length} expression results, ${others} left to the decision engine`)
    expect(cases.length).toBeGreaterThanOrEqual(72)
  })
  test.each(cases)('TCK: $name', ({ source, context, expected }) => {
    const result = evaluate(parseExpression(source), context)
    if (typeof expected === 'number') expect(Number(result)).toBeCloseTo(expected, 8)
    else expect(result).toEqual(expected)
  })
}
