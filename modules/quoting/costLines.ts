import { findMaterial } from '../../geometry/index.ts'
import type { AnyRow, Work } from '../../model/index.ts'
import { drawing } from '../engineering/index.ts'
import { costLine, costSheet, type CostSheet } from './costSheet.ts'
import { machine, materialPrice } from './ledgers.ts'
import { planOperations, type PartFigures } from './planCost.ts'
import type { QuoteLine } from './quote.ts'

/** Days after which a material price is shown as old. */
const priceFreshDays = 30

interface Plan {
  readonly rows: readonly (Readonly<Record<string, unknown>> & { readonly key: string })[]
  readonly notes: readonly string[]
}

/**
 * Costs a line from the figures of its drawing: material, operations, surface. What was corrected by hand or added by hand stays.
 * Answers null for a line without a measured drawing.
 */
export async function costQuoteLine(work: Work, line: QuoteLine): Promise<CostSheet | null> {
  const part = line.drawing ? await work.first(drawing, { where: 'id = wanted and stage = "measured"', with: { wanted: line.drawing } }) : null
  if (!part) return null
  const plan = await planLine(work, line, part)
  const present = await work.first(costSheet, { where: 'quote_line = line', with: { line: line.id } })
  const sheet = present ?? (await work.create(costSheet, { quote: line.quote, quote_line: line.id, drawing: part.id, name: line.name, batch: line.quantity }))
  await work.change(costSheet, sheet.id, { batch: line.quantity, notes: plan.notes.join('\n') || null })
  const known = await work.find(costLine, { where: 'cost_sheet = sheet', with: { sheet: sheet.id } })
  for (const row of plan.rows) {
    const same = known.find((one) => one.key === row.key)
    if (same) await work.change('cost_line', same.id, row)
    else await work.create('cost_line', { ...row, quote: line.quote, cost_sheet: sheet.id })
  }
  for (const gone of known) if (gone.key && gone.corrected_amount === null && !plan.rows.some((row) => row.key === gone.key)) await work.remove(costLine, gone.id)
  return work.get(costSheet, sheet.id)
}

async function planLine(work: Work, line: QuoteLine, part: AnyRow): Promise<Plan> {
  const { result: thumb } = await work.decide('process_rules', { process: part.process })
  const { result: speed } = await work.decide('cut_speed', { thickness: part.thickness_mm ?? part.thickness ?? '1' })
  const figures = { ...part, thickness_mm: part.thickness_mm ?? part.thickness, box_mm: part.measurement?.box_mm ?? [] } as unknown as PartFigures
  const parts = [
    await planMaterial(work, part, figures, String(thumb.loss_rate)),
    await planMachines(work, figures, { ...thumb, m_per_min: String(speed?.m_per_min ?? speed) }),
    await planSurface(work, line, part),
  ]
  return { rows: parts.flatMap((one) => one.rows), notes: parts.flatMap((one) => one.notes) }
}

async function planMaterial(work: Work, part: AnyRow, figures: PartFigures, loss_rate: string): Promise<Plan> {
  const material = part.material ? findMaterial(part.material) : undefined
  const mass = figures.mass_kg ?? (material && figures.volume_mm3 ? (Number(figures.volume_mm3) * material.density * 1e-6).toFixed(6) : null)
  if (!mass) return { rows: [], notes: ['图纸未给出材料，净重未知：请在图纸上填写材料后重新测量'] }
  const names = [part.material, material?.name].filter((name): name is string => Boolean(name))
  const price = await work.first(materialPrice, { where: '(material = stated or material = standard) and valid_from <= today()', with: { stated: names[0] ?? '', standard: names[1] ?? '' }, sort: '-valid_from' })
  if (!price) return { rows: [], notes: [`材料“${names[0] ?? '未填'}”没有价格：请采购维护材料价格`] }
  const age_days = Math.round((Date.parse(work.today()) - Date.parse(price.valid_from)) / 86_400_000)
  const stale = age_days > priceFreshDays ? `，已${age_days}天未更新` : ''
  return {
    rows: [{ key: 'material', kind: 'material', name: `材料 ${price.material}`, net_weight_kg: mass, unit_price: price.price_per_kg, loss_rate, source: 'price_list', source_date: price.valid_from, source_note: `净重取自图纸 ${part.name}`.slice(0, 200) + `；价格 ${price.source ?? '材料价格表'}${stale}` }],
    notes: stale ? [`材料 ${price.material} 的价格${stale.slice(1)}`] : [],
  }
}

async function planMachines(work: Work, figures: PartFigures, thumb: Readonly<Record<string, unknown>>): Promise<Plan> {
  const rows: Plan['rows'][number][] = []
  const steps = planOperations(figures, { setup_hours: String(thumb.setup_hours), removal_cm3_min: String(thumb.removal_cm3_min), seconds_a_bend: String(thumb.seconds_a_bend), m_per_min: String(thumb.m_per_min) })
  const notes = steps.length === 0 ? ['图纸的工艺待定或没有经验值，加工费请人工填写'] : []
  for (const step of steps) {
    const on = await work.first(machine, { where: 'type = wanted', with: { wanted: step.machine_type }, sort: 'created_at' })
    if (!on) notes.push(`${step.zh}：设备台账中没有该类设备，未计入`)
    else rows.push({ key: step.key, kind: 'machining', name: step.zh, machine_type: step.machine_type, hours: step.hours, setup_hours: step.setup_hours, rate: on.hourly_rate, source: 'rule', source_note: `${step.note}；费率 ${on.name}`.slice(0, 300) })
  }
  return { rows, notes }
}

async function planSurface(work: Work, line: QuoteLine, part: AnyRow): Promise<Plan> {
  if (!line.surface || line.surface === 'none' || !part.area_mm2) return { rows: [], notes: [] }
  const { result } = await work.decide('surface_price', { surface: line.surface })
  const square_metres = (Number(part.area_mm2) * 1e-6).toFixed(6)
  return { rows: [{ key: 'surface', kind: 'surface', name: '表面处理', count: square_metres, unit_price: String(result?.price ?? result), source: 'rule', source_note: `表面积 ${square_metres} m²` }], notes: [] }
}
