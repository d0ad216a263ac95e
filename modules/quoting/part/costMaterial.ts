import { Decimal } from 'decimal.js'
import { findMaterial } from '../../../geometry/index.ts'
import type { Label } from '../../../model/index.ts'
import type { BatchNesting } from '../../engineering/index.ts'
import { materialCost } from '../costing.ts'
import type { PartRules } from './askRules.ts'
import { ruleOf, say, short, type CostRow, type Source } from './costRow.ts'
import { blankOf, massOf } from './derive.ts'
import type { CostedPart } from './figures.ts'

export interface MaterialPrice {
  readonly material: string
  readonly price_per_kg: string
  /** Day from which it holds, `YYYY-MM-DD`. */
  readonly date: string
  readonly source: Label
}

export interface Loss {
  readonly rate: string
  readonly source: Pick<Source, 'rule' | 'version' | 'note'>
  readonly note?: Label
}

/** Days after which a material price is shown as old. */
const priceFreshDays = 30

/** Net weight × price ÷ (1 − loss); the sentences say what is missing or doubtful. */
export function costMaterial({ figures, pieces }: CostedPart, price: MaterialPrice | null, { loss, today }: { readonly loss: Loss; readonly today: string }): { readonly rows: readonly CostRow[]; readonly missing: readonly Label[]; readonly notes: readonly Label[] } {
  const mass = massOf(figures)
  if (mass === null && figures.material && findMaterial(figures.material)) return { rows: [], notes: [], missing: [say('图纸量不出体积（平面图请给出板厚），净重未知', 'The drawing gives no volume, so the net weight is unknown: a flat drawing needs its thickness')] }
  if (!mass || !figures.material) return { rows: [], notes: [], missing: [say('图纸未给出材料，净重未知：请在图纸上填写材料后重新测量', 'The drawing names no material, so the net weight is unknown: state the material and measure again')] }
  if (!price) return { rows: [], notes: [], missing: [say(`材料“${figures.material}”没有价格：请采购维护材料价格`, `There is no price of the material "${figures.material}": enter it in the price list`)] }
  const age_days = Math.round((Date.parse(today) - Date.parse(price.date)) / 86_400_000)
  const old = age_days > priceFreshDays ? say(`材料 ${price.material} 的价格已${age_days}天未更新`, `The price of ${price.material} is ${age_days} days old`) : null
  const net = mass.mul(pieces)
  const row: CostRow = {
    key: 'material', kind: 'material', label: say(`材料 ${price.material}`, `Material ${price.material}`), net_weight_kg: short(net), unit_price: price.price_per_kg, loss_rate: loss.rate, unit: 'kg',
    amount: materialCost({ net_weight_kg: short(net), price_per_kg: price.price_per_kg, loss_rate: loss.rate }),
    formula: `${short(net)} kg × ${price.price_per_kg} ÷ (1 − ${loss.rate})`,
    source: { kind: 'price_list', date: price.date, ...pick(loss.source), note: say(`净重取自图纸；价格 ${price.source.zh}；${loss.source.note.zh}${old ? `；${old.zh}` : ''}`, `net weight by the drawing; price: ${price.source.en}; ${loss.source.note.en}${old ? `; ${old.en}` : ''}`) },
  }
  return { rows: [row], missing: [], notes: [...(loss.note ? [loss.note] : []), ...(old ? [old] : [])] }
}

/** Why a sheet part has no nesting: nobody asked for one (an assembly), it is being worked out, or its parts do not go onto a sheet. */
export type NestingState = BatchNesting | 'none' | 'pending' | 'impossible'

/** The loss of a part: of the nesting where it comes from a sheet, of its blank where it is cut from the full, else the rule's. */
export function findLoss({ figures }: CostedPart, nesting: NestingState, { thumb }: PartRules): Loss {
  if (typeof nesting === 'object') return { rate: nesting.loss_rate, source: { note: describeNesting(nesting) } }
  const byRule = String(thumb.values.loss_rate ?? '0')
  const rule = ruleOf(thumb)
  const allowance = String(thumb.values.blank_allowance_mm ?? 0)
  const blank = blankOf(figures, allowance)
  if (blank && figures.volume_mm3 !== null && blank.gt(figures.volume_mm3)) {
    const rate = new Decimal(1).minus(new Decimal(figures.volume_mm3).div(blank)).toDecimalPlaces(4).toString()
    return { rate, source: { ...rule, note: say(`损耗按毛坯 ${short(blank.div(1000).toDecimalPlaces(1))} cm³（外形每边加 ${allowance} mm）`, `loss by the blank of ${short(blank.div(1000).toDecimalPlaces(1))} cm³ (box and ${allowance} mm a side)`) } }
  }
  const source = { ...rule, note: say('损耗按经验值', 'loss by the rule of thumb') }
  if (nesting === 'none') return { rate: byRule, source }
  return {
    rate: byRule, source,
    note: nesting === 'pending' ? say('该批量的排样正在计算，损耗暂按经验值', 'The nesting of this batch is being worked out; until then the loss is the rule of thumb') : say('零件没有排上库存板材（过大，或一图零件过多），损耗按经验值', 'The parts were not laid on the sheets in stock (too large, or too many in one file); the loss is the rule of thumb'),
  }
}

function describeNesting({ laid, batch, sheets, width, height, last, method, from_stock }: BatchNesting): Label {
  const more = laid < batch ? { zh: `（批量${batch}件，重复此排样）`, en: ` (repeated for the batch of ${batch})` } : { zh: '', en: '' }
  const how = method === 'rows' ? { zh: '成行排样', en: 'in rows' } : { zh: '自动套排', en: 'by search' }
  const kept = from_stock ? { zh: `先用库存 ${from_stock}`, en: `first on ${from_stock} from stock` } : null
  const bought = sheets > 0 ? { zh: `用 ${width}×${height} 板${sheets}张，末张用 ${last[0]}×${last[1]} mm`, en: `on ${sheets} sheet(s), the last ${width}×${height} of which ${last[0]}×${last[1]} mm are used` } : null
  return say(`损耗由排样得出：${laid}件${how.zh}，${[kept?.zh, bought?.zh].filter(Boolean).join('，再')}，余料入库${more.zh}`, `loss by nesting: ${laid} pieces laid ${how.en} ${[kept?.en, bought?.en].filter(Boolean).join(', then ')}, the rest is kept as remnant${more.en}`)
}

const pick = ({ rule, version }: Pick<Source, 'rule' | 'version'>) => (rule ? { rule, version } : {})

/** The names under which a price of the material may stand: as stated, then the standard name. */
export const namesOf = (material: string | null): readonly string[] => [...new Set([material, material ? findMaterial(material)?.name : null].filter((name): name is string => Boolean(name)))]
