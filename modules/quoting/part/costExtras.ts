import { Decimal } from 'decimal.js'
import type { Label } from '../../../model/index.ts'
import type { Asked, Order, PartRules } from './askRules.ts'
import { ruleOf, say, short, type CostRow } from './costRow.ts'
import { massOf } from './derive.ts'
import type { CostedPart } from './figures.ts'

export const cents = (value: Decimal): string => value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed(2)

type Charge = { readonly row?: CostRow; readonly missing?: Label }

/** Surface treatment: by area, weight or piece as the rule says, at least the minimum of a batch. */
export const costSurface = (part: CostedPart, { surface }: PartRules, order: Order): Charge =>
  surface ? costCharge(part, surface, { order, key: 'surface', kind: 'surface', label: say('表面处理', 'Surface treatment') }) : {}

/** Work that others do: heat treatment, grinding, ... */
export const costServices = (part: CostedPart, { services }: PartRules, order: Order): readonly Charge[] =>
  services.map(({ service, asked }) => costCharge(part, asked, { order, key: `service_${service}`, kind: 'outsourcing', label: say(`外协 ${asked.values.zh ?? service}`, `Outsourced: ${asked.values.en ?? service}`) }))

function costCharge({ figures, pieces }: CostedPart, asked: Asked, { order, key, kind, label }: { readonly order: Order; readonly key: string; readonly kind: CostRow['kind']; readonly label: Label }): Charge {
  const { price, per, minimum } = asked.values
  const basis = per === 'kg' ? massOf(figures) : per === 'piece' ? new Decimal(1) : figures.area_mm2 === null ? null : new Decimal(figures.area_mm2).mul('1e-6')
  if (basis === null || typeof price !== 'string') return { missing: say(`${label.zh}：缺少${per === 'kg' ? '重量' : '表面积'}或单价，未计入`, `${label.en}: ${per === 'kg' ? 'weight' : 'area'} or price is missing, not included`) }
  const unit = per === 'kg' ? 'kg' : per === 'piece' ? '件' : 'm²'
  const count = short(basis.mul(pieces))
  const least = typeof minimum === 'string' && new Decimal(minimum).gt(0) ? minimum : undefined
  const plain = new Decimal(count).mul(price)
  const share = least ? new Decimal(least).div(order.batch) : new Decimal(0)
  if (plain.lte(0) && share.lte(0)) return {}
  return {
    row: {
      key, kind, label, count, unit, unit_price: price, ...(least ? { minimum: least } : {}), amount: cents(Decimal.max(plain, share)),
      formula: share.gt(plain) ? `${least} ÷ ${order.batch}` : `${count} ${unit} × ${price}`,
      source: { kind: 'rule', ...ruleOf(asked), note: share.gt(plain) ? say(`不足每批起步价 ${least} 元，按起步价分摊`, `below the least charge of CNY ${least} a batch, which is shared`) : say(`图纸${per === 'kg' ? '重量' : per === 'piece' ? '件数' : '表面积'} ${count} ${unit}`, `${count} ${unit} by the drawing`) },
    },
  }
}

/** A tool paid by the customer's pieces: cost ÷ pieces planned over its life. Whoever entered it answers for both figures. */
export function costTooling({ tool_cost, tool_pieces }: Order): Charge {
  if (!tool_cost || new Decimal(tool_cost).lte(0)) return {}
  if (!tool_pieces || new Decimal(tool_pieces).lte(0)) return { missing: say('填写了模具费但没有计划件数，未分摊', 'There is a tool cost but no planned number of pieces: not included') }
  return {
    row: {
      key: 'tooling', kind: 'tooling', label: say('工装模具分摊', 'Tooling'), count: '1', unit_price: tool_cost, shared_by: tool_pieces, unit: '套', amount: cents(new Decimal(tool_cost).div(tool_pieces)), formula: `${tool_cost} ÷ ${tool_pieces}`,
      source: { kind: 'hand', note: say('模具费与计划件数由报价人填写', 'tool cost and planned pieces were entered on the quote line') },
    },
  }
}

/** What spoiled pieces cost the good ones: base × r ÷ (1 − r), r the share that is spoiled. Tools are not spoiled with the pieces. */
export function costScrap(base: Decimal, good: Asked): CostRow | null {
  const share = typeof good.values.good === 'string' ? new Decimal(good.values.good) : new Decimal(1)
  if (share.lte(0) || share.gte(1) || base.lte(0)) return null
  const scrap = new Decimal(1).minus(share).toString()
  return {
    key: 'scrap', kind: 'scrap', label: say('废品分摊', 'Scrap'), unit_price: cents(base), loss_rate: scrap, amount: scrapCost(base, scrap), formula: `${cents(base)} × ${scrap} ÷ (1 − ${scrap})`,
    source: { kind: 'rule', ...ruleOf(good), note: say(`合格率 ${share}`, `good share ${share}`) },
  }
}

export const scrapCost = (base: Decimal.Value, scrap: Decimal.Value): string => cents(new Decimal(base).mul(scrap).div(new Decimal(1).minus(scrap)))
