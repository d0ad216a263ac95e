import { Decimal } from 'decimal.js'
import { findMaterial } from '../../../geometry/index.ts'
import { daysBetween, type Label } from '../../../model/index.ts'
import type { BatchNesting } from '../../engineering/index.ts'
import type { PartRules } from './askRules.ts'
import type { Workshop } from './costPart.ts'
import { ruleOf, short, type CostRow, type Source } from './costRow.ts'
import { nameMaterial, type NoteSaid, type SourceSaid } from './costSentences.ts'
import { blankOf, massOf } from './derive.ts'
import type { CostedPart } from './figures.ts'
import { materialCost } from './formulas.ts'

export interface MaterialPrice {
  readonly material: string
  readonly price_per_kg: string
  /** Day from which it holds, `YYYY-MM-DD`. */
  readonly date: string
  readonly source: Label
}

export interface Loss {
  readonly rate: string
  readonly source: Pick<Source, 'rule' | 'version' | 'notes'>
  readonly note?: NoteSaid
}

/** Net weight × price ÷ (1 − loss); the sentences say what is missing or doubtful. */
export function costMaterial(
  { figures, pieces }: CostedPart,
  price: MaterialPrice | null,
  { loss, today, price_fresh_days }: { readonly loss: Loss } & Pick<Workshop, 'today' | 'price_fresh_days'>,
): {
  readonly rows: readonly CostRow[]
  readonly missing: readonly NoteSaid[]
  readonly notes: readonly NoteSaid[]
} {
  const mass = massOf(figures)
  if (mass === null && figures.material && findMaterial(figures.material))
    return { rows: [], notes: [], missing: [{ code: 'volume_unknown' }] }
  if (!mass || !figures.material) return { rows: [], notes: [], missing: [{ code: 'material_unknown' }] }
  if (!price)
    return { rows: [], notes: [], missing: [{ code: 'price_unknown', ...nameMaterial(figures.material) }] }
  const age_days = daysBetween(price.date, today)
  const named = nameMaterial(price.material)
  const old =
    age_days > price_fresh_days ? [{ code: 'price_old', ...named, days: String(age_days) } as const] : []
  const net = mass.mul(pieces)
  const row: CostRow = {
    key: 'material',
    kind: 'material',
    item: { code: 'material', ...named },
    net_weight_kg: short(net),
    unit_price: price.price_per_kg,
    loss_rate: loss.rate,
    unit: 'kg',
    amount: materialCost({
      net_weight_kg: short(net),
      price_per_kg: price.price_per_kg,
      loss_rate: loss.rate,
    }),
    formula: `${short(net)} kg × ${price.price_per_kg} ÷ (1 − ${loss.rate})`,
    source: {
      kind: 'price_list',
      date: price.date,
      ...pick(loss.source),
      notes: [
        { code: 'weight_drawn' },
        { code: 'price_from', from: price.source.zh, from_en: price.source.en ?? price.source.zh },
        ...loss.source.notes,
        ...old,
      ],
    },
  }
  return { rows: [row], missing: [], notes: [...(loss.note ? [loss.note] : []), ...old] }
}

/**
 * Why a sheet part has no nesting: nobody asked for one (an assembly), it is being worked out, or its parts
 * do not go onto a sheet.
 */
export type NestingState = BatchNesting | 'none' | 'pending' | 'impossible'

/**
 * The loss of a part: of the nesting where it comes from a sheet, of its blank where it is cut from the full,
 * else the rule's.
 */
export function findLoss({ figures }: CostedPart, nesting: NestingState, { thumb }: PartRules): Loss {
  if (typeof nesting === 'object')
    return { rate: nesting.loss_rate, source: { notes: describeNesting(nesting) } }
  const byRule = String(thumb.values.loss_rate ?? '0')
  const rule = ruleOf(thumb)
  const allowance = String(thumb.values.blank_allowance_mm ?? 0)
  const blank = blankOf(figures, allowance)
  if (blank && figures.volume_mm3 !== null && blank.gt(figures.volume_mm3)) {
    const rate = new Decimal(1)
      .minus(new Decimal(figures.volume_mm3).div(blank))
      .toDecimalPlaces(4)
      .toString()
    return {
      rate,
      source: {
        ...rule,
        notes: [{ code: 'loss_by_blank', blank: short(blank.div(1000).toDecimalPlaces(1)), allowance }],
      },
    }
  }
  const source: Loss['source'] = { ...rule, notes: [{ code: 'loss_by_thumb' }] }
  if (nesting === 'none') return { rate: byRule, source }
  return {
    rate: byRule,
    source,
    note: { code: nesting === 'pending' ? 'nesting_pending' : 'nesting_impossible' },
  }
}

/** How the batch was laid, on what, and what becomes of the rest. */
function describeNesting({
  laid,
  batch,
  sheets,
  width,
  height,
  last,
  method,
  from_stock,
}: BatchNesting): readonly SourceSaid[] {
  return [
    { code: method === 'rows' ? 'nested_in_rows' : 'nested_by_search', laid: String(laid) },
    ...(from_stock ? [{ code: 'nested_on_stock', stock: from_stock } as const] : []),
    ...(sheets > 0
      ? [
          {
            code: 'nested_on_sheets',
            sheets: String(sheets),
            width: String(width),
            height: String(height),
            used_x: String(last[0]),
            used_y: String(last[1]),
          } as const,
        ]
      : []),
    { code: 'rest_kept' },
    ...(laid < batch ? [{ code: 'nesting_repeated', batch: String(batch) } as const] : []),
  ]
}

const pick = ({ rule, version }: Pick<Source, 'rule' | 'version'>) => (rule ? { rule, version } : {})

/** The names under which a price of the material may stand: as stated, then the standard name. */
export const namesOf = (material: string | null): readonly string[] => [
  ...new Set(
    [material, material ? findMaterial(material)?.name : null].filter((name): name is string =>
      Boolean(name),
    ),
  ),
]
