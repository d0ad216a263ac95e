type Offer = object & { readonly lines: readonly object[] }

const compared = [
  'total',
  'net_amount',
  'discount_percent',
  'tax_rate',
  'currency',
  'exchange_rate',
  'valid_until',
  'delivery_days',
  'payment_terms',
  'special_clause',
  'special_terms',
]
const comparedLine = [
  'name',
  'spec',
  'quantity',
  'unit',
  'base_price',
  'discount_percent',
  'agreed_price',
  'price',
  'amount',
  'cost',
]

/**
 * What differs between two revisions: `[before, after]` by field; lines are matched by drawing, item code or
 * name, in that order.
 */
export function compareQuotes(before: Offer, after: Offer) {
  const left = [...before.lines]
  const lines = after.lines.map((line) => {
    const match = left.findIndex((other) => identityOf(other) === identityOf(line))
    const [other] = match >= 0 ? left.splice(match, 1) : []
    return other
      ? { name: wordOf(line, 'name'), state: 'kept', changes: changesOf(other, line, comparedLine) }
      : { name: wordOf(line, 'name'), state: 'added', changes: changesOf({}, line, comparedLine) }
  })
  return {
    changes: changesOf(before, after, compared),
    lines: [
      ...lines.filter((line) => line.state === 'added' || Object.keys(line.changes).length > 0),
      ...left.map((line) => ({
        name: wordOf(line, 'name'),
        state: 'removed',
        changes: changesOf(line, {}, comparedLine),
      })),
    ],
  }
}

const wordOf = (row: object, name: string): unknown =>
  (row as Readonly<Record<string, unknown>>)[name] ?? null

const identityOf = (line: object) =>
  String(wordOf(line, 'drawing') ?? wordOf(line, 'item_code') ?? wordOf(line, 'name'))

const changesOf = (before: object, after: object, names: readonly string[]) =>
  Object.fromEntries(
    names
      .filter((name) => wordOf(before, name) !== wordOf(after, name))
      .map((name) => [name, [wordOf(before, name), wordOf(after, name)]]),
  )
