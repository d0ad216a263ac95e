import { Decimal } from 'decimal.js'
import type { Order, PartRules } from './askRules.ts'
import { costScrap, costServices, costSurface, costTooling } from './costExtras.ts'
import { costMaterial, findLoss, namesOf, type MaterialPrice, type NestingState } from './costMaterial.ts'
import type { CostRow } from './costRow.ts'
import { ofPart, type NoteSaid } from './costSentences.ts'
import { costOperation, type MachineRate } from './costWork.ts'
import type { CostedPart } from './figures.ts'

/** Prices by the name of the material and rates by the type of the machine, as of a day. */
export interface Workshop {
  readonly prices: Readonly<Record<string, MaterialPrice>>
  readonly machines: Readonly<Record<string, MachineRate>>
  readonly today: string
  /** Days after which a material price is shown as old. */
  readonly price_fresh_days: number
}

export interface Costing {
  readonly rows: readonly CostRow[]
  /** Cost of one piece in CNY, the sum of the rows. */
  readonly per_piece: string
  /** What could not be costed and is not in the sum. */
  readonly missing: readonly NoteSaid[]
  /** What is in the sum but deserves a look. */
  readonly notes: readonly NoteSaid[]
}

export interface CostedWith {
  readonly part: CostedPart
  readonly rules: PartRules
  readonly nesting: NestingState
}

/**
 * The cost of one piece from figures, prices, rates and what the rules said; no clock, no database: same
 * input, same price. Each row is rounded half up to cents once, and the sum is the sum of what is shown. The
 * last part is the whole, the others are parts of an assembly.
 */
export function costParts(parts: readonly CostedWith[], order: Order, workshop: Workshop): Costing {
  const single = parts.length === 1
  const each = parts.map((one, i) =>
    prefix(
      costOne(one, { order, workshop, whole: i === parts.length - 1, assembly: !single }),
      single || i === parts.length - 1 ? null : { key: `p${i + 1}.`, name: one.part.name || `${i + 1}` },
    ),
  )
  const rows = each.flatMap((one) => one.rows)
  const missing = each.flatMap((one) => one.missing)
  const tooling = costTooling(order)
  const scrap = costScrap(sumOf(rows), parts.at(-1)!.rules.good)
  const all = [...rows, ...(tooling.row ? [tooling.row] : []), ...(scrap ? [scrap] : [])]
  return {
    rows: all,
    per_piece: sumOf(all).toFixed(2),
    missing: distinct([...missing, ...(tooling.missing ? [tooling.missing] : [])]),
    notes: distinct(each.flatMap((one) => one.notes)),
  }
}

type Partial = Pick<Costing, 'rows' | 'missing' | 'notes'>

function costOne(
  { part, rules, nesting }: CostedWith,
  {
    order,
    workshop,
    whole,
    assembly,
  }: {
    readonly order: Order
    readonly workshop: Workshop
    readonly whole: boolean
    readonly assembly: boolean
  },
): Partial {
  const price =
    namesOf(part.figures.material)
      .map((name) => workshop.prices[name])
      .find(Boolean) ?? null
  const material =
    whole && assembly
      ? { rows: [], missing: [], notes: [] }
      : costMaterial(part, price, { loss: findLoss(part, nesting, rules), ...workshop })
  const work = rules.operations.map((operation) =>
    costOperation(part, operation, { machines: workshop.machines, batch: order.batch }),
  )
  const untaught = rules.operations.length === 0 ? [{ code: 'process_untaught' } as const] : []
  const extras = whole ? [costSurface(part, rules, order), ...costServices(part, rules, order)] : []
  const charged = [...work, ...extras]
  return {
    rows: [...material.rows, ...charged.flatMap(({ row }) => (row ? [row] : []))],
    missing: [
      ...material.missing,
      ...untaught,
      ...charged.flatMap(({ missing }) => (missing ? [missing] : [])),
    ],
    notes: [...material.notes, ...work.flatMap(({ note }) => (note ? [note] : []))],
  }
}

const prefix = (
  { rows, missing, notes }: Partial,
  to: { readonly key: string; readonly name: string } | null,
): Partial => {
  if (!to) return { rows, missing, notes }
  const named = (said: NoteSaid) => ofPart(said, to.name)
  return {
    rows: rows.map((row) => ({ ...row, key: `${to.key}${row.key}`, item: ofPart(row.item, to.name) })),
    missing: missing.map(named),
    notes: notes.map(named),
  }
}

const sumOf = (rows: readonly CostRow[]): Decimal =>
  rows.reduce((sum, row) => sum.plus(row.amount), new Decimal(0))

const distinct = (notes: readonly NoteSaid[]): readonly NoteSaid[] => [
  ...new Map(notes.map((said) => [JSON.stringify(said), said])).values(),
]
