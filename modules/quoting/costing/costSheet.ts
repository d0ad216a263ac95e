import { Decimal } from 'decimal.js'
import {
  choice,
  date,
  defineAction,
  defineObject,
  formula,
  json,
  longText,
  money,
  number,
  reference,
  refuse,
  rollup,
  text,
  user,
  type Row,
  type Work,
} from '../../../model/index.ts'
import { itemSentences, noteSentences, sourceSentences } from '../part/costSentences.ts'
import { quoteLine } from '../quoteLine.ts'

export const machineTypes = {
  cnc: { zh: 'CNC 加工中心', en: 'CNC' },
  lathe: { zh: '车床', en: 'Lathe' },
  wire_cut: { zh: '线切割', en: 'Wire cut' },
  punch: { zh: '数控冲床', en: 'Punch' },
  saw: { zh: '锯床', en: 'Saw' },
  drill: { zh: '钻床', en: 'Drill' },
  moulding: { zh: '注塑机', en: 'Moulding machine' },
  press: { zh: '冲床', en: 'Press' },
  bench: { zh: '钳工台', en: 'Bench' },
  welder: { zh: '焊机', en: 'Welder' },
  laser: { zh: '激光切割', en: 'Laser' },
  press_brake: { zh: '折弯机', en: 'Press brake' },
  other: { zh: '其他', en: 'Other' },
} as const

/** What one piece of a quote line costs, line by line; money per piece in CNY. */
export const costSheet = defineObject('cost_sheet', {
  label: { zh: '成本核算单', en: 'Cost sheet' },
  title: 'name',
  number: 'CB{yyyy}{MM}-{0000}',
  menu: false,
  fields: {
    quote: reference('quote', {
      required: true,
      inverse: 'cost_sheets',
      label: { zh: '报价单', en: 'Quote' },
    }),
    quote_line: reference('quote_line', {
      inverse: 'cost_sheets',
      label: { zh: '报价明细', en: 'Quote line' },
    }),
    drawing: reference('drawing', { label: { zh: '图纸', en: 'Drawing' } }),
    name: text({ required: true, max: 200, label: { zh: '名称', en: 'Name' } }),
    batch: number({ default: '1', min: 0.000001, label: { zh: '批量', en: 'Batch' } }),
    material_total: rollup('money', 'sum(cost_lines[kind = "material"].amount)', {
      label: { zh: '材料', en: 'Material' },
    }),
    machining_total: rollup('money', 'sum(cost_lines[kind = "machining"].amount)', {
      label: { zh: '加工', en: 'Machining' },
    }),
    surface_total: rollup('money', 'sum(cost_lines[kind = "surface"].amount)', {
      label: { zh: '表面处理', en: 'Surface' },
    }),
    scrap_total: rollup('money', 'sum(cost_lines[kind = "scrap"].amount)', {
      label: { zh: '废品', en: 'Scrap' },
    }),
    total: rollup('money', 'sum(cost_lines.amount)', { label: { zh: '单件成本', en: 'Unit cost' } }),
    notes: longText({ label: { zh: '未计入的项目', en: 'Not included' } }),
    not_included: json({
      readonly: true,
      sentences: noteSentences,
      instead_of: 'notes',
      label: { zh: '未计入的项目', en: 'Not included' },
    }),
  },
  list: {
    columns: [
      'number',
      'name',
      'quote_line',
      'batch',
      'material_total',
      'machining_total',
      'surface_total',
      'total',
    ],
    sort: '-created_at',
  },
  form: [
    ['quote', 'quote_line', 'drawing'],
    ['name', 'batch'],
    ['material_total', 'machining_total', 'surface_total', 'total'],
    ['notes'],
  ],
  related: ['cost_lines'],
  access: { inherit: 'quote' },
})
export type CostSheet = Row<typeof costSheet>

/**
 * One item of cost for one piece. It says where its figures come from, and a correction by hand keeps its
 * reason.
 */
export const costLine = defineObject('cost_line', {
  label: { zh: '成本明细', en: 'Cost line' },
  title: 'name',
  menu: false,
  fields: {
    quote: reference('quote', { required: true, label: { zh: '报价单', en: 'Quote' } }),
    cost_sheet: reference('cost_sheet', {
      required: true,
      inverse: 'cost_lines',
      label: { zh: '成本核算单', en: 'Cost sheet' },
    }),
    key: text({ max: 60, readonly: true, label: { zh: '标识', en: 'Key' } }),
    kind: choice(
      {
        material: { zh: '材料', en: 'Material' },
        machining: { zh: '加工', en: 'Machining' },
        surface: { zh: '表面处理', en: 'Surface' },
        outsourcing: { zh: '外协', en: 'Outsourcing' },
        tooling: { zh: '工装模具', en: 'Tooling' },
        scrap: { zh: '废品', en: 'Scrap' },
        other: { zh: '其他', en: 'Other' },
      },
      { required: true, label: { zh: '类别', en: 'Kind' } },
    ),
    name: text({ required: true, max: 200, label: { zh: '项目', en: 'Item' } }),
    item: json({
      readonly: true,
      sentences: itemSentences,
      instead_of: 'name',
      label: { zh: '项目', en: 'Item' },
    }),
    machine_type: choice(machineTypes, { label: { zh: '设备类型', en: 'Machine' } }),
    net_weight_kg: number({ min: 0, label: { zh: '净重（kg）', en: 'Net weight (kg)' } }),
    unit_price: number({ min: 0, label: { zh: '单价', en: 'Unit price' } }),
    loss_rate: number({
      default: '0',
      min: 0,
      max: 0.999999,
      label: { zh: '损耗率（0≤r<1）', en: 'Loss rate (0 ≤ r < 1)' },
    }),
    count: number({ default: '1', min: 0, label: { zh: '用量', en: 'Quantity' } }),
    unit: text({ max: 20, label: { zh: '单位', en: 'Unit' } }),
    minimum: number({ min: 0, label: { zh: '每批起步价', en: 'Least charge a batch' } }),
    shared_by: number({ min: 0.000001, label: { zh: '分摊件数', en: 'Pieces that share it' } }),
    hours: number({ min: 0, label: { zh: '单件工时', en: 'Hours a piece' } }),
    setup_hours: number({ default: '0', min: 0, label: { zh: '准备工时', en: 'Set-up hours' } }),
    rate: number({ min: 0, label: { zh: '费率（元/小时）', en: 'Rate (CNY/h)' } }),
    computed: formula(
      'money',
      'if kind = "material" then net_weight_kg * unit_price / (1 - loss_rate) else if kind = "machining" then (hours + setup_hours / cost_sheet.batch) * rate else if kind = "scrap" then unit_price * loss_rate / (1 - loss_rate) else if minimum != null and minimum / cost_sheet.batch > count * unit_price then minimum / cost_sheet.batch else if shared_by != null then count * unit_price / shared_by else count * unit_price',
      { label: { zh: '计算金额', en: 'Computed' } },
    ),
    corrected_amount: money({ readonly: true, min: 0, label: { zh: '人工修正', en: 'Corrected by hand' } }),
    correction_reason: text({ readonly: true, max: 300, label: { zh: '修正原因', en: 'Because' } }),
    corrected_by: user({ readonly: true, label: { zh: '修正人', en: 'Corrected by' } }),
    amount: formula('money', 'if corrected_amount != null then corrected_amount else computed', {
      label: { zh: '金额', en: 'Amount' },
    }),
    source: choice(
      {
        drawing: { zh: '图纸', en: 'Drawing' },
        price_list: { zh: '价格表', en: 'Price list' },
        rule: { zh: '规则', en: 'Rule' },
        hand: { zh: '人工', en: 'By hand' },
      },
      { required: true, default: 'hand', label: { zh: '来源', en: 'Source' } },
    ),
    source_note: text({ max: 500, label: { zh: '来源说明', en: 'Source note' } }),
    sources: json({
      readonly: true,
      sentences: sourceSentences,
      instead_of: 'source_note',
      label: { zh: '来源说明', en: 'Source note' },
    }),
    source_date: date({ label: { zh: '价格日期', en: 'Price of' } }),
    rule: text({ max: 120, readonly: true, label: { zh: '规则', en: 'Rule' } }),
    rule_version: text({ max: 40, readonly: true, label: { zh: '规则版本', en: 'Rule version' } }),
  },
  list: {
    columns: [
      'kind',
      'name',
      'machine_type',
      'net_weight_kg',
      'unit_price',
      'loss_rate',
      'hours',
      'rate',
      'computed',
      'corrected_amount',
      'correction_reason',
      'amount',
      'source',
      'source_note',
      'source_date',
      'rule',
      'rule_version',
    ],
    sort: 'created_at',
  },
  form: [
    ['quote', 'cost_sheet'],
    ['kind', 'name', 'machine_type'],
    ['net_weight_kg', 'unit_price', 'loss_rate'],
    ['hours', 'setup_hours', 'rate'],
    ['count', 'source', 'source_note'],
  ],
  access: { inherit: 'quote' },
})
export type CostLine = Row<typeof costLine>

/**
 * An engineer knows better: the figure is replaced, the computed one and the reason stay beside it. An empty
 * amount takes the correction back.
 */
export const correctCostLine = defineAction(costLine, 'correct', {
  label: { zh: '人工修正', en: 'Correct' },
  input: {
    amount: money({ min: 0, label: { zh: '修正金额', en: 'Amount' } }),
    reason: text({ required: true, max: 300, label: { zh: '原因', en: 'Reason' } }),
  },
  async run(work, row, { amount, reason }) {
    const offer = await work.get('quote', row.quote)
    if (offer.stage !== 'draft')
      throw refuse(
        'quote_not_draft',
        { zh: '报价单已提交，成本不能再改', en: 'The quote has been submitted: its costs stand' },
        { status: 409 },
      )
    const changed = await work.change(costLine, row.id, {
      corrected_amount: amount ?? null,
      correction_reason: reason,
      corrected_by: work.actor.id,
    })
    await renewScrap(work, row.cost_sheet)
    const sheet = await work.get(costSheet, row.cost_sheet)
    if (sheet.quote_line) await work.change(quoteLine, sheet.quote_line, { cost: sheet.total })
    return changed
  },
})

/** What spoiled pieces cost follows what stands on the sheet, corrections included. */
async function renewScrap(work: Work, sheet: string): Promise<void> {
  const items = await work.find(costLine, { where: 'cost_sheet = sheet', with: { sheet } })
  const scrap = items.find((one) => one.key === 'scrap')
  if (scrap) await work.change(costLine, scrap.id, { unit_price: scrapBase(items).toFixed(2) })
}

/** What is lost with a spoiled piece: everything the costing planned but the tools. */
export const scrapBase = (items: readonly Pick<CostLine, 'key' | 'kind' | 'amount'>[]): Decimal =>
  items
    .filter(({ key, kind }) => key && kind !== 'tooling' && kind !== 'scrap')
    .reduce((sum, { amount }) => sum.plus(amount ?? 0), new Decimal(0))
