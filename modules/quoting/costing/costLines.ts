import type { Work } from '../../../model/index.ts'
import { drawing, whereMeasured, type Drawing } from '../../engineering/index.ts'
import type { CostRow } from '../part/costRow.ts'
import type { SourceSaid } from '../part/costSentences.ts'
import type { QuoteLine } from '../quoteLine.ts'
import { settleRows } from './costAt.ts'
import { costLine, costSheet, type CostSheet } from './costSheet.ts'
import { itemText, notesText, sourceText } from './costTexts.ts'
import { planLine } from './planLine.ts'

/** The drawing of a line, once it is measured. */
export const measuredDrawing = (
  work: Work,
  line: Pick<QuoteLine, 'drawing'>,
): Promise<Drawing | null> | null =>
  line.drawing
    ? work.first(drawing, { where: `id = wanted and ${whereMeasured}`, with: { wanted: line.drawing } })
    : null

/**
 * Costs a line from the figures of its drawing: material, operations, surface, work given out, tools, scrap.
 * What was corrected by hand or added by hand stays. Answers null for a line without a measured drawing.
 */
export async function costQuoteLine(work: Work, line: QuoteLine): Promise<CostSheet | null> {
  const part = await measuredDrawing(work, line)
  if (!part) return null
  const plan = await planLine(work, line, { part, batch: line.quantity })
  const said = [...plan.missing, ...plan.notes]
  const told = { notes: notesText(said), not_included: said.length > 0 ? said : null }
  const present = await work.first(costSheet, { where: 'quote_line = line', with: { line: line.id } })
  const sheet =
    present ??
    (await work.create(costSheet, {
      quote: line.quote,
      quote_line: line.id,
      drawing: part.id,
      name: line.name,
      batch: line.quantity,
    }))
  await work.change(costSheet, sheet.id, { batch: line.quantity, drawing: part.id, ...told })
  const known = await work.find(costLine, { where: 'cost_sheet = sheet', with: { sheet: sheet.id } })
  const rows = settleRows(plan.rows, known)
  for (const row of rows) {
    const same = known.find((one) => one.key === row.key)
    if (same) await work.change('cost_line', same.id, draftOf(row, part.name))
    else
      await work.create('cost_line', { ...draftOf(row, part.name), quote: line.quote, cost_sheet: sheet.id })
  }
  for (const gone of known)
    if (gone.key && gone.corrected_amount === null && !rows.some((row) => row.key === gone.key))
      await work.remove(costLine, gone.id)
  return work.get(costSheet, sheet.id)
}

/**
 * A row as it is written: what it does not have is emptied, or an older costing would show through. Sentences
 * are kept as codes, and as Chinese text for sheets and searches.
 */
function draftOf(
  { key, kind, item, source, ...row }: CostRow,
  drawn: string,
): Readonly<Record<string, unknown>> & { readonly key: string } {
  const sources: readonly SourceSaid[] = [...source.notes, { code: 'on_drawing', drawing: drawn }]
  return {
    key,
    kind,
    name: itemText([item]),
    item: [item],
    machine_type: row.machine_type ?? null,
    net_weight_kg: row.net_weight_kg ?? null,
    unit_price: row.unit_price ?? null,
    loss_rate: row.loss_rate ?? '0',
    count: row.count ?? '1',
    unit: row.unit ?? null,
    minimum: row.minimum ?? null,
    shared_by: row.shared_by ?? null,
    hours: row.hours ?? null,
    setup_hours: row.setup_hours ?? '0',
    rate: row.rate ?? null,
    source: source.kind,
    source_note: sourceText(sources),
    sources,
    source_date: source.date ?? null,
    rule: source.rule ?? null,
    rule_version: source.version ?? null,
  }
}
