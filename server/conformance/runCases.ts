import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { all, one, type Element } from '../../model/decision/readDmn.ts'
import { evaluateIn, openContext, parseExpression, type Value } from '../../model/index.ts'
import { isSame } from '../../model/expression/same.ts'
import { isList, isNumber } from '../../model/expression/value.ts'
import { answerModel, OutOfScope } from './answerModel.ts'
import { readXml } from './readXml.ts'

export interface Count {
  passed: number
  failed: number
  skipped: number
}

/**
 * Every case of the compatibility kit of DMN below a folder: `…-test-….xml` beside the model that it names.
 * Prints each result, and counts them.
 */
export function runCases(folder: string, print: (line: string) => void): Count {
  const count: Count = { passed: 0, failed: 0, skipped: 0 }
  for (const file of findTests(folder)) {
    const tests = readXml(readFileSync(file, 'utf8'))
    const model = readModel(dirname(file), one(tests, 'modelName')?.text.trim() ?? '')
    for (const each of all(tests, 'testCase'))
      for (const wanted of all(each, 'resultNode')) {
        const [verdict, why] = model ? judge(model, each, wanted) : (['skipped', 'no such model'] as const)
        count[verdict]++
        const name = `${tests.children[0]?.text.trim()} ${each.attributes['id']} ${wanted.attributes['name']}`
        print(`${verdict.padEnd(8)}${name}${why ? `: ${why}` : ''}`)
      }
  }
  return count
}

const findTests = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /-test(-[^/\\]*)?\.xml$/.test(file))
    .sort()
    .map((file) => join(folder, file))

const readModel = (folder: string, name: string): Element | undefined => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.dmn'))
  const file = files.includes(name) ? name : files.length === 1 ? files[0] : undefined
  return file === undefined ? undefined : readXml(readFileSync(join(folder, file), 'utf8'))
}

function judge(model: Element, test: Element, wanted: Element): [keyof Count, string?] {
  const refused = wanted.attributes['errorResult'] === 'true'
  try {
    const given = all(test, 'inputNode').map((node) => [node.attributes['name']!, readValue(node)] as const)
    const expected = readValue(one(wanted, 'expected'))
    const found = answerModel(model, wanted.attributes['name']!, new Map(given))
    return agrees(found, expected) ? ['passed'] : ['failed', `${write(found)}, not ${write(expected)}`]
  } catch (error) {
    if (error instanceof OutOfScope) return ['skipped', error.message]
    // What DMN answers with null and an error is refused in words here.
    return refused ? ['passed'] : ['failed', (error as Error).message]
  }
}

const write = (value: Value): string =>
  String(evaluateIn(parseExpression('string(value)'), openWith(value)) ?? 'null')

const openWith = (value: Value) => ({ ...openContext({}), name: 'value', value })

const CONSTRUCTORS: Readonly<Record<string, string>> = {
  decimal: 'number',
  double: 'number',
  integer: 'number',
  date: 'date',
  time: 'time',
  dateTime: 'date and time',
  duration: 'duration',
  dayTimeDuration: 'duration',
  yearMonthDuration: 'duration',
}

/** A value of the kit as one of ours. */
export function readValue(element: Element | undefined): Value {
  if (!element) return null
  const list = one(element, 'list')
  if (list) return list.attributes['nil'] === 'true' ? null : all(list, 'item').map(readValue)
  const parts = all(element, 'component')
  if (parts.length > 0)
    return {
      kind: 'context',
      literal: true,
      raw: Object.fromEntries(parts.map((part) => [part.attributes['name']!, readValue(part)])),
    }
  const value = one(element, 'value')
  if (!value || value.attributes['nil'] === 'true') return null
  const type = value.attributes['type']?.replace(/^.*:/, '') ?? 'string'
  if (type === 'boolean') return value.text.trim() === 'true'
  const make = CONSTRUCTORS[type]
  return make ? evaluateIn(parseExpression(`${make}(value)`), openWith(value.text.trim())) : value.text
}

/** Published decimals are cut, so numbers agree to one in 10^8, as the kit's own runners have it. */
function agrees(found: Value, wanted: Value): boolean {
  if (found !== null && wanted !== null && isNumber(found) && isNumber(wanted))
    return found.minus(wanted).abs().lte(wanted.abs().times('1e-8').plus('1e-12'))
  if (isList(found) && isList(wanted))
    return found.length === wanted.length && found.every((item, at) => agrees(item, wanted[at]!))
  const [one, other] = [found, wanted].map(fieldsOf)
  if (one && other)
    return (
      Object.keys(one).length === Object.keys(other).length &&
      Object.entries(other).every(([name, field]) => Object.hasOwn(one, name) && agrees(one[name]!, field))
    )
  return isSame(found, wanted, openContext({}).clock)
}

const fieldsOf = (value: Value): Record<string, Value> | undefined =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'context'
    ? (value.raw as Record<string, Value>)
    : undefined
