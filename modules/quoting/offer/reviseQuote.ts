import { defineAction, text } from '../../../model/index.ts'
import { costLine, costSheet } from '../costing/costSheet.ts'
import { linesOf } from '../linesOf.ts'
import { quoteBreak } from '../pricing/quoteBreak.ts'
import { quote } from '../quote.ts'
import { carryFields } from './carryFields.ts'
import { endFollowUp } from './endFollowUp.ts'

const carried = [
  'customer',
  'contact',
  'opportunity',
  'currency',
  'exchange_rate',
  'valid_until',
  'delivery_days',
  'committed_days',
  'payment_terms',
  'discount_percent',
  'tax_rate',
  'price_includes_tax',
  'special_clause',
  'special_terms',
  'remarks',
  'owner',
  'department',
] as const

export const carriedLine = [
  'item_code',
  'name',
  'spec',
  'drawing',
  'surface',
  'services',
  'tool_cost',
  'tool_pieces',
  'quantity',
  'unit',
  'base_price',
  'discount_percent',
  'agreed_price',
  'reference_price',
  'reference_from',
  'cost',
  'cost_incomplete',
  'delivery_days',
  'remarks',
] as const

export const carriedCost = [
  'key',
  'kind',
  'name',
  'item',
  'machine_type',
  'net_weight_kg',
  'unit_price',
  'loss_rate',
  'count',
  'unit',
  'minimum',
  'shared_by',
  'hours',
  'setup_hours',
  'rate',
  'corrected_amount',
  'correction_reason',
  'corrected_by',
  'source',
  'source_note',
  'sources',
  'source_date',
  'rule',
  'rule_version',
] as const

/**
 * A new revision takes the place of this one, which can no longer be sent or accepted. Lines and cost sheets
 * are copied, corrections too.
 */
export const reviseQuote = defineAction(quote, 'revise', {
  label: { zh: '修订', en: 'Revise' },
  when: '(stage in ("submitted", "approved", "sent", "declined")) and current',
  because: {
    zh: '只能修订已提交的当前版本；草稿请直接修改',
    en: 'Only a current revision that was submitted is revised; a draft is simply edited',
  },
  input: { reason: text({ max: 300, label: { zh: '修订原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    if (row.stage === 'submitted' && row.approval) await work.withdrawProcess(row.approval)
    await endFollowUp(work, row.id)
    await work.change(quote, row.id, { stage: 'superseded', current: false })
    const made = await work.create('quote', {
      ...carryFields(row, carried),
      ...(row.usual_validity ? { valid_until: null } : {}),
      revision: String(Number(row.revision ?? '1') + 1),
      current: true,
      supersedes: row.id,
    })
    for (const line of await linesOf(work, row.id)) {
      const copy = await work.create('quote_line', { ...carryFields(line, carriedLine), quote: made.id })
      for (const step of await work.find(quoteBreak, { where: 'quote_line = line', with: { line: line.id } }))
        await work.create('quote_break', {
          ...carryFields(step, ['quantity', 'cost', 'price', 'margin_target', 'delivery_days']),
          quote: made.id,
          quote_line: copy.id,
        })
      for (const sheet of await work.find(costSheet, {
        where: 'quote_line = line',
        with: { line: line.id },
      })) {
        const paper = await work.create('cost_sheet', {
          quote: made.id,
          quote_line: copy.id,
          ...carryFields(sheet, ['drawing', 'name', 'batch', 'notes', 'not_included']),
        })
        for (const item of await work.find(costLine, {
          where: 'cost_sheet = sheet',
          with: { sheet: sheet.id },
        }))
          await work.create('cost_line', {
            ...carryFields(item, carriedCost),
            quote: made.id,
            cost_sheet: paper.id,
          })
      }
    }
    await work.emit('quote.revised', {
      object: 'quote',
      record: row.id,
      revision: made.id,
      reason: reason ?? null,
    })
    return work.get(quote, made.id)
  },
})
