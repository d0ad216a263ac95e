import {
  bool,
  choice,
  defineObject,
  formula,
  money,
  multiChoice,
  number,
  percent,
  placesFormula,
  reference,
  text,
  type Row,
} from '../../model/index.ts'
import { given, rateFormula } from './quoteFormulas.ts'

export const surfaces = {
  none: { zh: '无', en: 'None' },
  hot_dip: { zh: '热镀锌', en: 'Hot-dip galvanise' },
  powder: { zh: '喷粉', en: 'Powder coat' },
  zinc: { zh: '镀锌', en: 'Zinc' },
  anodise: { zh: '阳极氧化', en: 'Anodise' },
  paint: { zh: '喷漆', en: 'Paint' },
} as const

export const services = {
  heat_treatment: { zh: '热处理', en: 'Heat treatment' },
  grinding: { zh: '磨削', en: 'Grinding' },
  engraving: { zh: '刻字', en: 'Engraving' },
  sandblasting: { zh: '喷砂', en: 'Sandblasting' },
} as const

const lineRate = rateFormula('quote.')
const priceNow = `if agreed_price != null then agreed_price else base_price * (1 - ${given('discount_percent')} / 100)`

/**
 * One product of a quote. A price of one piece has up to six digits after the point; the amount of the line
 * is worked out exactly and rounded once.
 */
export const quoteLine = defineObject('quote_line', {
  label: { zh: '报价明细', en: 'Quote line' },
  title: 'name',
  menu: false,
  fields: {
    quote: reference('quote', { required: true, label: { zh: '报价单', en: 'Quote' } }),
    item_code: text({ max: 60, index: true, label: { zh: '物料编码', en: 'Item code' } }),
    name: text({ required: true, max: 200, label: { zh: '名称', en: 'Name' } }),
    spec: text({ max: 500, label: { zh: '规格', en: 'Specification' } }),
    drawing: reference('drawing', { inverse: 'quote_lines', label: { zh: '图纸', en: 'Drawing' } }),
    surface: choice(surfaces, { label: { zh: '表面处理', en: 'Surface' } }),
    services: multiChoice(services, { label: { zh: '外协', en: 'Outsourced' } }),
    tool_cost: money({ min: 0, label: { zh: '模具工装费', en: 'Tool cost' } }),
    tool_pieces: number({ min: 0.000001, label: { zh: '模具计划件数', en: 'Pieces planned for the tool' } }),
    quantity: number({ required: true, min: 0.000001, label: { zh: '数量', en: 'Quantity' } }),
    unit: text({ max: 20, default: '件', label: { zh: '单位', en: 'Unit' } }),
    base_price: money({ min: 0, scale: 6, least: 2, label: { zh: '基准价', en: 'Base price' } }),
    reference_price: money({
      readonly: true,
      scale: 6,
      least: 2,
      label: { zh: '参考基准价', en: 'Base price by list or cost' },
    }),
    reference_from: choice(
      {
        list: { zh: '价格表', en: 'Price list' },
        cost: { zh: '成本加目标毛利', en: 'Cost and target margin' },
      },
      { readonly: true, label: { zh: '参考价来源', en: 'Reference from' } },
    ),
    discount_percent: percent({ default: '0', max: 100, label: { zh: '折扣（%）', en: 'Discount (%)' } }),
    agreed_price: money({
      min: 0,
      scale: 6,
      least: 2,
      label: { zh: '议定单价', en: 'Agreed price' },
      help: { zh: '填写后以此为准，不再按折扣计算', en: 'Stands in place of base price and discount' },
    }),
    price: formula('money', priceNow, { scale: 6, least: 2, label: { zh: '单价', en: 'Price' } }),
    amount: formula('money', `round half up(quantity * (${priceNow}), ${placesFormula('quote.currency')})`, {
      label: { zh: '金额', en: 'Amount' },
    }),
    cost: money({ protect: 'commercial', min: 0, label: { zh: '单件成本', en: 'Unit cost' } }),
    cost_incomplete: bool({
      readonly: true,
      default: false,
      label: { zh: '成本不全', en: 'Cost not complete' },
    }),
    cost_amount: formula('money', 'quantity * cost', {
      protect: 'commercial',
      label: { zh: '成本金额', en: 'Cost amount' },
    }),
    net_price: formula(
      'number',
      `(if quote.price_includes_tax then price / (1 + quote.tax_rate / 100) else price) * (1 - ${given('quote.discount_percent')} / 100)`,
      { label: { zh: '净价', en: 'Net price' } },
    ),
    margin_percent: formula(
      'percent',
      `if cost > 0 and net_price > 0 and ${lineRate} != null and not(cost_incomplete = true) then (net_price * ${lineRate} - cost) / (net_price * ${lineRate}) * 100 else null`,
      { protect: 'commercial', label: { zh: '毛利率（%）', en: 'Margin (%)' } },
    ),
    delivery_days: number({ min: 0, label: { zh: '交期（天）', en: 'Delivery (days)' } }),
    remarks: text({ max: 500, label: { zh: '备注', en: 'Remarks' } }),
  },
  list: {
    columns: [
      'item_code',
      'name',
      'spec',
      'drawing',
      'quantity',
      'unit',
      'base_price',
      'reference_price',
      'discount_percent',
      'agreed_price',
      'price',
      'cost',
      'amount',
      'margin_percent',
    ],
    sort: 'created_at',
  },
  form: [
    ['item_code', 'name', 'spec'],
    ['drawing', 'surface', 'services'],
    ['tool_cost', 'tool_pieces'],
    ['quantity', 'unit'],
    ['base_price', 'discount_percent', 'agreed_price'],
    ['cost', 'margin_percent'],
    ['remarks'],
  ],
  access: { inherit: 'quote' },
})
export type QuoteLine = Row<typeof quoteLine>
