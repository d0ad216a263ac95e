import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { evaluate, parseExpression } from '../expression/index.ts'
import { decide } from './decide.ts'
import { all, one, readTable, textOf, type Element } from './readDmn.ts'

export type { Element } from './readDmn.ts'
export { all, one, readTable, textOf } from './readDmn.ts'

/** Just enough XML for the models of the tests: elements, attributes, text; no CDATA, no DTD. */
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const decode = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_all, hex, decimal, name) =>
    name ? (ENTITIES[name] ?? '') : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  )

export const parseXml = (source: string): Element => {
  const root: Element = { tag: '', attributes: {}, children: [], text: '' }
  const open = [root]
  for (const [, close, tag, inner, self, text] of source
    .replace(/<\?.*?\?>|<!--[\s\S]*?-->/g, '')
    .matchAll(/<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/g)) {
    const top = open.at(-1)!
    if (text !== undefined) top.text += decode(text)
    else if (close) open.pop()
    else {
      const attributes = Object.fromEntries(
        [...inner!.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, one, other]) => [
          name!.replace(/^.*:/, ''),
          decode(one ?? other ?? ''),
        ]),
      )
      const element: Element = { tag: tag!.replace(/^.*:/, ''), attributes, children: [], text: '' }
      top.children.push(element)
      if (!self) open.push(element)
    }
  }
  return root.children[0]!
}

export const readCases = (folder: string): { name: string; model: Element; cases: Element[] }[] =>
  readdirSync(folder)
    .sort()
    .map((name) => {
      const files = readdirSync(join(folder, name))
      const read = (file: string): Element => parseXml(readFileSync(join(folder, name, file), 'utf8'))
      return {
        name,
        model: read(files.find((file) => file.endsWith('.dmn'))!),
        cases: files
          .filter((file) => /-test-.*\.xml$/.test(file))
          .flatMap((file) => all(read(file), 'testCase')),
      }
    })

/** A value of the kit: numbers as JS numbers going in, structures and lists nested. */
export const readValue = (element: Element | undefined): unknown => {
  if (!element) return null
  const list = one(element, 'list')
  if (list) return all(list, 'item').map(readValue)
  const parts = all(element, 'component')
  if (parts.length > 0)
    return Object.fromEntries(parts.map((part) => [part.attributes['name'], readValue(part)]))
  const value = one(element, 'value')
  if (!value || value.attributes['nil'] === 'true') return null
  const type = value.attributes['type']?.replace(/^.*:/, '')
  if (type === 'boolean') return value.text.trim() === 'true'
  return type === 'decimal' || type === 'double' || type === 'integer' ? Number(value.text) : value.text
}

export const decisionsOf = (model: Element): Element[] => all(model, 'decision')

/** Answers a decision with what it requires answered first. */
export const answer = (model: Element, decision: Element, inputs: Record<string, unknown>): unknown => {
  const required = all(decision, 'informationRequirement')
    .map((need) => one(need, 'requiredDecision')?.attributes['href']?.slice(1))
    .filter(Boolean)
  const context = { ...inputs }
  for (const other of decisionsOf(model).filter((one) => required.includes(one.attributes['id']))) {
    const said = answer(model, other, inputs)
    const counts = one(other, 'variable')?.attributes['typeRef'] === 'number' && said !== null
    context[other.attributes['name']!] = counts ? Number(said) : said
  }
  const table = one(decision, 'decisionTable')
  if (table) return decide(readTable(decision.attributes['name']!, table), context).result
  const functions = all(model, 'businessKnowledgeModel').map((known) => {
    const logic = one(known, 'encapsulatedLogic')!
    const names = all(logic, 'formalParameter')
      .map((parameter) => parameter.attributes['name'])
      .join(', ')
    return `${known.attributes['name']}: function(${names}) ${textOf(one(logic, 'literalExpression'))}`
  })
  const source = textOf(one(decision, 'literalExpression'))!
  const whole = functions.length > 0 ? `{ ${functions.join(', ')}, result: ${source} }.result` : source
  return evaluate(parseExpression(whole), context)
}

/** Published decimals are cut at 15 digits, so numbers agree to 1 in 10^13. */
export const agrees = (actual: unknown, wanted: unknown): boolean => {
  if (typeof wanted === 'number')
    return actual !== null && Math.abs(Number(actual) - wanted) <= Math.abs(wanted) * 1e-13
  if (Array.isArray(wanted))
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((value, at) => agrees(actual[at], value))
    )
  if (wanted && typeof wanted === 'object')
    return Object.entries(wanted).every(([name, value]) =>
      agrees((actual as Record<string, unknown> | null)?.[name], value),
    )
  return Object.is(actual ?? null, wanted)
}
