import type { Decimal } from 'decimal.js'
import type { Asked } from './askRules.ts'
import type { ItemSaid, SourceSaid } from './costSentences.ts'

export interface Source {
  readonly kind: 'drawing' | 'price_list' | 'rule' | 'hand'
  /** What is said of it, as codes and figures. */
  readonly notes: readonly SourceSaid[]
  /** Day of the price. */
  readonly date?: string
  readonly rule?: string
  /** Published version of the rule's table; `shipped` as it came. */
  readonly version?: string
}

/**
 * One item of the cost of one piece in CNY: the figures it was worked out from, the amount in cents, and
 * where each comes from.
 */
export interface CostRow {
  readonly key: string
  readonly kind: 'material' | 'machining' | 'surface' | 'outsourcing' | 'tooling' | 'scrap'
  /** What it is called. */
  readonly item: ItemSaid
  readonly machine_type?: string
  readonly net_weight_kg?: string
  readonly loss_rate?: string
  readonly unit_price?: string
  readonly count?: string
  readonly unit?: string
  /** Least charge for a batch. */
  readonly minimum?: string
  /** Pieces that share it. */
  readonly shared_by?: string
  readonly hours?: string
  readonly setup_hours?: string
  readonly rate?: string
  readonly amount: string
  readonly formula: string
  readonly source: Source
}

/** Which row of which table, in which version, for the source of a figure. */
export const ruleOf = ({ rule, version }: Asked): Pick<Source, 'rule' | 'version'> => ({
  rule,
  version: version > 0 ? `v${version}` : 'shipped',
})

/** At most six digits after the point, without trailing zeros. */
export const short = (value: Decimal): string => value.toDecimalPlaces(6).toString()
