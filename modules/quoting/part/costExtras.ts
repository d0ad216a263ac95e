import { Decimal } from 'decimal.js'
import type { Asked, Order, PartRules } from './askRules.ts'
import { ruleOf, short, type CostRow } from './costRow.ts'
import { wordItem, type ItemSaid, type NoteSaid, type SourceSaid } from './costSentences.ts'
import { massOf } from './derive.ts'
import type { CostedPart } from './figures.ts'

export const cents = (value: Decimal): string => value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed(2)

type Charge = { readonly row?: CostRow; readonly missing?: NoteSaid }

/** Surface treatment: by area, weight or piece as the rule says, at least the minimum of a batch. */
export const costSurface = (part: CostedPart, { surface }: PartRules, order: Order): Charge =>
  surface
    ? costCharge(part, surface, { order, key: 'surface', kind: 'surface', item: { code: 'surface' } })
    : {}

/** Work that others do: heat treatment, grinding, ... */
export const costServices = (part: CostedPart, { services }: PartRules, order: Order): readonly Charge[] =>
  services.map(({ service, asked }) =>
    costCharge(part, asked, {
      order,
      key: `service_${service}`,
      kind: 'outsourcing',
      item: {
        code: 'service',
        service: String(asked.values.zh ?? service),
        service_en: String(asked.values.en ?? service),
      },
    }),
  )

function costCharge(
  { figures, pieces }: CostedPart,
  asked: Asked,
  {
    order,
    key,
    kind,
    item,
  }: { readonly order: Order; readonly key: string; readonly kind: CostRow['kind']; readonly item: ItemSaid },
): Charge {
  const { price, per, minimum } = asked.values
  const basis =
    per === 'kg'
      ? massOf(figures)
      : per === 'piece'
        ? new Decimal(1)
        : figures.area_mm2 === null
          ? null
          : new Decimal(figures.area_mm2).mul('1e-6')
  const charge = wordItem(item)
  if (basis === null || typeof price !== 'string')
    return {
      missing: {
        code: per === 'kg' ? 'charged_weight_unknown' : 'charged_area_unknown',
        charge: charge.zh,
        charge_en: charge.en,
      },
    }
  // Pieces are counted without a unit, which reads the same in every language.
  const unit = per === 'kg' ? 'kg' : per === 'piece' ? null : 'm²'
  const count = short(basis.mul(pieces))
  const least = typeof minimum === 'string' && new Decimal(minimum).gt(0) ? minimum : undefined
  const plain = new Decimal(count).mul(price)
  const share = least ? new Decimal(least).div(order.batch) : new Decimal(0)
  if (plain.lte(0) && share.lte(0)) return {}
  const drawn: SourceSaid = {
    code: per === 'kg' ? 'mass_drawn' : per === 'piece' ? 'pieces_drawn' : 'area_drawn',
    count,
  }
  return {
    row: {
      key,
      kind,
      item,
      count,
      ...(unit ? { unit } : {}),
      unit_price: price,
      ...(least ? { minimum: least } : {}),
      amount: cents(Decimal.max(plain, share)),
      formula: share.gt(plain)
        ? `${least} ÷ ${order.batch}`
        : `${[count, unit].filter(Boolean).join(' ')} × ${price}`,
      source: {
        kind: 'rule',
        ...ruleOf(asked),
        notes: [share.gt(plain) ? { code: 'least_charge', least: least! } : drawn],
      },
    },
  }
}

/**
 * A tool paid by the customer's pieces: cost ÷ pieces planned over its life. Whoever entered it answers for
 * both figures.
 */
export function costTooling({ tool_cost, tool_pieces }: Order): Charge {
  if (!tool_cost || new Decimal(tool_cost).lte(0)) return {}
  if (!tool_pieces || new Decimal(tool_pieces).lte(0)) return { missing: { code: 'tool_pieces_unknown' } }
  return {
    row: {
      key: 'tooling',
      kind: 'tooling',
      item: { code: 'tooling' },
      count: '1',
      unit_price: tool_cost,
      shared_by: tool_pieces,
      amount: cents(new Decimal(tool_cost).div(tool_pieces)),
      formula: `${tool_cost} ÷ ${tool_pieces}`,
      source: { kind: 'hand', notes: [{ code: 'tool_entered' }] },
    },
  }
}

/**
 * What spoiled pieces cost the good ones: base × r ÷ (1 − r), r the share that is spoiled. Tools are not
 * spoiled with the pieces.
 */
export function costScrap(base: Decimal, good: Asked): CostRow | null {
  const share = typeof good.values.good === 'string' ? new Decimal(good.values.good) : new Decimal(1)
  if (share.lte(0) || share.gte(1) || base.lte(0)) return null
  const scrap = new Decimal(1).minus(share).toString()
  return {
    key: 'scrap',
    kind: 'scrap',
    item: { code: 'scrap' },
    unit_price: cents(base),
    loss_rate: scrap,
    amount: scrapCost(base, scrap),
    formula: `${cents(base)} × ${scrap} ÷ (1 − ${scrap})`,
    source: { kind: 'rule', ...ruleOf(good), notes: [{ code: 'good_share', good: share.toString() }] },
  }
}

export const scrapCost = (base: Decimal.Value, scrap: Decimal.Value): string =>
  cents(new Decimal(base).mul(scrap).div(new Decimal(1).minus(scrap)))
