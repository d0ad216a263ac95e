import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FeelType } from '../expression/index.ts'
import { defineDecision, type Decision, type HitPolicy } from './definition.ts'

/** Just enough XML for the DMN compatibility kit: elements, attributes, text; no CDATA, no DTD. */
export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const decode = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_all, hex, decimal, name) => (name ? (ENTITIES[name] ?? '') : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal))))

export const parseXml = (source: string): Element => {
  const root: Element = { tag: '', attributes: {}, children: [], text: '' }
  const open = [root]
  for (const [, close, tag, inner, self, text] of source.replace(/<\?.*?\?>|<!--[\s\S]*?-->/g, '').matchAll(/<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/g)) {
    const top = open.at(-1)!
    if (text !== undefined) top.text += decode(text)
    else if (close) open.pop()
    else {
      const attributes = Object.fromEntries([...inner!.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name, one, other]) => [name!.replace(/^.*:/, ''), decode(one ?? other ?? '')]))
      const element: Element = { tag: tag!.replace(/^.*:/, ''), attributes, children: [], text: '' }
      top.children.push(element)
      if (!self) open.push(element)
    }
  }
  return root.children[0]!
}

export const all = (element: Element, tag: string): Element[] => element.children.filter((child) => child.tag === tag)
export const one = (element: Element | undefined, ...tags: string[]): Element | undefined =>
  tags.reduce<Element | undefined>((at, tag) => at?.children.find((child) => child.tag === tag), element)
export const textOf = (element: Element | undefined): string | undefined => one(element, 'text')?.text.trim()

const POLICIES: Record<string, HitPolicy> = { 'UNIQUE': 'U', 'ANY': 'A', 'PRIORITY': 'P', 'FIRST': 'F', 'RULE ORDER': 'R', 'OUTPUT ORDER': 'O', 'COLLECT': 'C' }
const AGGREGATES: Record<string, HitPolicy> = { SUM: 'C+', MIN: 'C<', MAX: 'C>', COUNT: 'C#' }
const TYPES: Record<string, FeelType> = { number: 'number', string: 'string', boolean: 'boolean', date: 'date', time: 'time', dateTime: 'datetime' }

/** `"A", "B"` as separate literals; the kit has no commas inside strings here. */
const split = (text: string | undefined): string[] | undefined => text?.split(',').map((part) => part.trim())

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
      return { name: `${at}`, expression: textOf(expression)!, ...(type && { type }), ...(values && { values }) }
    }),
    outputs: all(table, 'output').map((output) => {
      const values = split(textOf(one(output, 'outputValues')))
      const byDefault = textOf(one(output, 'defaultOutputEntry'))
      return { name: output.attributes['name'] ?? name, ...(values && { values }), ...(byDefault !== undefined && { default: byDefault }) }
    }),
    rules: all(table, 'rule').map((rule, at) => ({
      id: rule.attributes['id'] ?? `${at + 1}`,
      when: all(rule, 'inputEntry').map((entry) => textOf(entry) ?? '-'),
      then: all(rule, 'outputEntry').map((entry) => textOf(entry) ?? ''),
    })),
  })
}

export const readCases = (folder: string): { name: string; model: Element; cases: Element[] }[] =>
  readdirSync(folder).sort().map((name) => {
    const files = readdirSync(join(folder, name))
    const read = (file: string): Element => parseXml(readFileSync(join(folder, name, file), 'utf8'))
    return {
      name,
      model: read(files.find((file) => file.endsWith('.dmn'))!),
      cases: files.filter((file) => /-test-.*\.xml$/.test(file)).flatMap((file) => all(read(file), 'testCase')),
    }
  })
