import { findMaterial } from '../../../geometry/index.ts'
import { sayRows, type Label } from '../../../model/index.ts'

type Sentences = Readonly<Record<string, Label>>
type Words = { readonly zh: string; readonly en: string }

/** Of a part of an assembly the same is said with the name of the part before it. */
const withParts = <T extends Readonly<Record<string, Words>>>(own: T) =>
  ({
    ...own,
    ...Object.fromEntries(
      Object.entries(own).map(([code, { zh, en }]) => [
        `part_${code}`,
        { zh: `{{part}}：${zh}`, en: `{{part}}: ${en}` },
      ]),
    ),
  }) as T & Readonly<Record<`part_${keyof T & string}`, Words>>

/**
 * What an item of cost is called. Kept as a code with its figures and worded where it is read, as all
 * sentences of a costing are: a costing of today speaks every language of tomorrow. What a table of the
 * company names brings both its names, `{{service}}` and `{{service_en}}`.
 */
export const itemSentences = withParts({
  material: { zh: '材料 {{material}}', en: 'Material {{material_en}}' },
  operation: { zh: '{{operation}}', en: '{{operation_en}}' },
  surface: { zh: '表面处理', en: 'Surface treatment' },
  service: { zh: '外协 {{service}}', en: 'Outsourced: {{service_en}}' },
  tooling: { zh: '工装模具分摊', en: 'Tooling' },
  scrap: { zh: '废品分摊', en: 'Scrap' },
})

const priceOld = {
  zh: '材料 {{material}} 的价格已{{days}}天未更新',
  en: 'The price of {{material_en}} is {{days}} days old',
}

/** Where the figures of an item come from. */
export const sourceSentences = {
  weight_drawn: { zh: '净重取自图纸', en: 'net weight by the drawing' },
  price_from: { zh: '价格 {{from}}', en: 'price: {{from_en}}' },
  price_old: priceOld,
  nested_in_rows: { zh: '损耗由排样得出：{{laid}}件成行排样', en: 'loss by nesting, laid in rows: {{laid}}' },
  nested_by_search: {
    zh: '损耗由排样得出：{{laid}}件自动套排',
    en: 'loss by nesting, laid by search: {{laid}}',
  },
  nested_on_stock: { zh: '先用库存 {{stock}}', en: 'first on {{stock}} from stock' },
  nested_on_sheets: {
    zh: '用 {{width}}×{{height}} 板{{sheets}}张，末张用 {{used_x}}×{{used_y}} mm',
    en: 'sheets of {{width}}×{{height}}: {{sheets}}, {{used_x}}×{{used_y}} mm used of the last',
  },
  rest_kept: { zh: '余料入库', en: 'the rest is kept as remnant' },
  nesting_repeated: { zh: '批量{{batch}}件，重复此排样', en: 'repeated for the batch of {{batch}}' },
  loss_by_blank: {
    zh: '损耗按毛坯 {{blank}} cm³（外形每边加 {{allowance}} mm）',
    en: 'loss by the blank of {{blank}} cm³ (box and {{allowance}} mm a side)',
  },
  loss_by_thumb: { zh: '损耗按经验值', en: 'loss by the rule of thumb' },
  hours_ruled: { zh: '工时按图纸尺寸与规则', en: "hours by the drawing's figures and the rule" },
  cuts_shared: { zh: '共边切割每件省 {{saved}} mm', en: '{{saved}} mm a piece saved by shared cuts' },
  rate_of: { zh: '费率 {{machine}}', en: 'rate of {{machine}}' },
  rate_standard: {
    zh: '台账无此类设备，费率按标准 {{rule}}',
    en: 'not in the ledger: standard rate {{rule}}',
  },
  area_drawn: { zh: '图纸表面积 {{count}} m²', en: '{{count}} m² by the drawing' },
  mass_drawn: { zh: '图纸重量 {{count}} kg', en: '{{count}} kg by the drawing' },
  pieces_drawn: { zh: '图纸件数 {{count}}', en: '{{count}} piece(s) by the drawing' },
  least_charge: {
    zh: '不足每批起步价 {{least}} 元，按起步价分摊',
    en: 'below the least charge of CNY {{least}} a batch, which is shared',
  },
  tool_entered: {
    zh: '模具费与计划件数由报价人填写',
    en: 'tool cost and planned pieces were entered on the quote line',
  },
  good_share: { zh: '合格率 {{good}}', en: 'good share {{good}}' },
  on_drawing: { zh: '图纸 {{drawing}}', en: 'drawing {{drawing}}' },
} as const

/** What is not in the sum, and what in it deserves a look. */
export const noteSentences = withParts({
  volume_unknown: {
    zh: '图纸量不出体积（平面图请给出板厚），净重未知',
    en: 'The drawing gives no volume, so the net weight is unknown: a flat drawing needs its thickness',
  },
  material_unknown: {
    zh: '图纸未给出材料，净重未知：请在图纸上填写材料后重新测量',
    en: 'The drawing names no material, so the net weight is unknown: state the material and measure again',
  },
  price_unknown: {
    zh: '材料“{{material}}”没有价格：请采购维护材料价格',
    en: 'There is no price of the material "{{material_en}}": enter it in the price list',
  },
  price_old: priceOld,
  nesting_pending: {
    zh: '该批量的排样正在计算，损耗暂按经验值',
    en: 'The nesting of this batch is being worked out; until then the loss is the rule of thumb',
  },
  nesting_impossible: {
    zh: '零件没有排上库存板材（过大，或一图零件过多），损耗按经验值',
    en: 'The parts were not laid on the sheets in stock (too large, or too many in one file); the loss is the rule of thumb',
  },
  process_untaught: {
    zh: '图纸的工艺待定或没有经验值，加工费请人工填写',
    en: 'The process is unknown or has no template: enter the work by hand',
  },
  hours_unknown: {
    zh: '{{operation}}：{{needed}}未知，工时未计入，不是零：请在图纸上“人工填写尺寸”，或在成本单上补一行',
    en: '{{operation_en}}: {{needed_en}} unknown, so its hours are not included (they are not zero): enter the figures on the drawing, or add a line to the cost sheet',
  },
  rate_unknown: {
    zh: '{{operation}}：设备台账和标准费率都没有“{{machine_type}}”，未计入',
    en: '{{operation_en}}: neither ledger nor standard rates have "{{machine_type}}", not included',
  },
  rate_standard: {
    zh: '{{operation}}：设备台账中没有该类设备，按标准费率 {{rate}} 元/小时',
    en: '{{operation_en}}: no such machine in the ledger, standard rate of CNY {{rate}}/h',
  },
  charged_weight_unknown: {
    zh: '{{charge}}：缺少重量或单价，未计入',
    en: '{{charge_en}}: weight or price is missing, not included',
  },
  charged_area_unknown: {
    zh: '{{charge}}：缺少表面积或单价，未计入',
    en: '{{charge_en}}: area or price is missing, not included',
  },
  tool_pieces_unknown: {
    zh: '填写了模具费但没有计划件数，未分摊',
    en: 'There is a tool cost but no planned number of pieces: not included',
  },
  figures_entered: {
    zh: '人工填写、非量得的数据：{{figures}}',
    en: 'Entered by hand, not measured: {{figures_en}}',
  },
})

/** A code with its figures as text: a number would be read with four digits. */
export type Said<Code extends string = string> = { readonly code: Code } & Readonly<Record<string, string>>
export type ItemSaid = Said<keyof typeof itemSentences>
export type SourceSaid = Said<keyof typeof sourceSentences>
export type NoteSaid = Said<keyof typeof noteSentences>

/** In words: one sentence in each language, or several joined. */
export const wordItem = (item: ItemSaid): Words => joined([item], itemSentences)
export const wordSource = (rows: readonly SourceSaid[]): Words => joined(rows, sourceSentences)
export const wordNotes = (rows: readonly NoteSaid[]): readonly Label[] => sayRows(rows, noteSentences)

function joined(rows: readonly Said[], sentences: Sentences): Words {
  const said = sayRows(rows, sentences)
  return { zh: said.map(({ zh }) => zh).join('；'), en: said.map(({ zh, en = zh }) => en).join('; ') }
}

/**
 * A material by the name it goes by; one that the material table has by a Chinese name is known to an English
 * reader by another.
 */
export const nameMaterial = (
  material: string,
): { readonly material: string; readonly material_en: string } => ({
  material,
  material_en: (/\p{Script=Han}/u.test(material) ? findMaterial(material)?.label.en : undefined) ?? material,
})

/** What was said of a part of an assembly. */
export const ofPart = <S extends Said>(said: S, part: string): S =>
  ({ ...said, code: `part_${said.code}`, part }) as S
