import { Decimal } from 'decimal.js'
import {
  evaluate,
  parseExpression,
  pathsOf,
  type Entry,
  type Expression,
  type FeelType,
  type Scope,
} from '../../../model/expression/index.ts'
import { atLeast } from '../../../model/moneyText.ts'
import type { AnyField } from '../../../web/ground/definitions.ts'

type Values = Readonly<Record<string, unknown>>
type Fields = Readonly<Record<string, AnyField>>

interface Typed {
  readonly quote: Values
  readonly lines: readonly Values[]
  readonly quoteFields: Fields
  readonly lineFields: Fields
  /** FEEL type by field kind. */
  readonly kinds: Readonly<Record<string, { readonly feel: string }>>
  readonly zone: string
}

export interface Reckoned {
  readonly quote: Values
  readonly lines: readonly Values[]
}

/**
 * The figures of a quote while it is typed: the company's own formulas and roll-ups, in the language and with
 * the exact decimals and the rounding of the server, so that saving changes no figure. What cannot be worked
 * out here keeps the server's value.
 */
export function reckonQuote({ quote, lines, quoteFields, lineFields, kinds, zone }: Typed): Reckoned {
  const lineScope: Scope = {
    ...scopeOf(lineFields, kinds),
    quote: { is: 'reference', column: 'quote', table: 'quote', scope: () => quoteScope },
  }
  const quoteScope: Scope = {
    ...scopeOf(quoteFields, kinds),
    lines: { is: 'collection', table: 'quote_line', by: 'quote', scope: () => lineScope },
  }
  const ofLines = readFormulas(lineFields, lineScope)
  const ofQuote = readFormulas(quoteFields, quoteScope)
  const reckonedLines = lines.map((line) =>
    work(line, { quote: { id: 'typed', ...quote } }, ofLines, lineScope, zone),
  )
  return { lines: reckonedLines, quote: work(quote, { lines: reckonedLines }, ofQuote, quoteScope, zone) }
}

interface Formula {
  readonly name: string
  readonly field: AnyField
  readonly expression: Expression
}

function work(row: Values, beside: Values, formulas: readonly Formula[], scope: Scope, zone: string): Values {
  const context: Record<string, unknown> = { ...row, ...beside }
  const found: Record<string, unknown> = { ...row }
  for (const { name, field, expression } of formulas) {
    try {
      context[name] = found[name] = rounded(field, evaluate(expression, context, { scope, zone }))
    } catch {
      context[name] = found[name] = row[name] ?? null
    }
  }
  return found
}

const results: Readonly<Record<string, FeelType>> = {
  number: 'number',
  money: 'number',
  percent: 'number',
  text: 'string',
  date: 'date',
  datetime: 'datetime',
  bool: 'boolean',
}

const scopeOf = (fields: Fields, kinds: Typed['kinds']): Scope =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]): [string, Entry] => [
      name,
      {
        is: 'value',
        type: results[String(field.result)] ?? ((kinds[field.type]?.feel ?? 'any') as FeelType),
      },
    ]),
  )

/** Each after those it uses. One that names what this person may not see is left to the server. */
function readFormulas(fields: Fields, scope: Scope): readonly Formula[] {
  const readable = Object.entries(fields)
    .filter(([, field]) => field.expression !== undefined)
    .flatMap(([name, field]): Formula[] => {
      try {
        return [{ name, field, expression: parseExpression(String(field.expression), scope) }]
      } catch {
        return []
      }
    })
  const ordered: Formula[] = []
  const visit = (one: Formula, path: readonly string[]) => {
    if (ordered.includes(one) || path.includes(one.name)) return
    for (const [head] of pathsOf(one.expression))
      readable.filter((other) => other.name === head).forEach((other) => visit(other, [...path, one.name]))
    ordered.push(one)
  }
  for (const one of readable) visit(one, [])
  return ordered
}

const digits: Readonly<Record<string, number>> = { number: 6, money: 2, percent: 4 }

/** Half up, once, to the digits of the field. */
function rounded(field: AnyField, value: unknown): unknown {
  const result = String(field.result)
  const scale = (field.scale as number | undefined) ?? digits[result]
  if (value === null || value === undefined || scale === undefined) return value ?? null
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const cut = new Decimal(value).toDecimalPlaces(scale, Decimal.ROUND_HALF_UP)
  return result === 'money'
    ? atLeast(cut.toFixed(), (field.least as number | undefined) ?? scale)
    : cut.toFixed()
}
