import { addDays, choice, defineAction, json, longText, refuse, type Work } from '../../model/index.ts'
import { accountable, order } from '../orders/index.ts'
import { inspection, readingColumns, type Inspection } from './inspection.ts'
import { judgeReadings, type Characteristic } from './judgeReadings.ts'
import { nonconformance } from './nonconformance.ts'
import { showQuality } from './showQuality.ts'
import { dispositionDue } from './terms.ts'

/**
 * The inspector's word. A lot does not pass with a blocking characteristic out of its limits or not measured.
 */
export const recordInspection = defineAction(inspection, 'record', {
  label: { zh: '记录检验结果', en: 'Record the result' },
  when: 'result = "pending"',
  because: { zh: '该检验单已有结果', en: 'This inspection has its result' },
  style: 'primary',
  input: {
    result: choice(
      { pass: { zh: '合格', en: 'Pass' }, fail: { zh: '不合格', en: 'Fail' } },
      { required: true, label: { zh: '结果', en: 'Result' } },
    ),
    readings: json({
      columns: readingColumns,
      starts_from: 'characteristics',
      label: { zh: '读数', en: 'Readings' },
    }),
    note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }),
  },
  async run(work, row, { result, readings, note }) {
    const values = readReadings(readings)
    const { blocking, warnings } = judgeReadings(
      (row.characteristics as Characteristic[] | null) ?? [],
      values,
    )
    if (result === 'pass' && blocking.length > 0)
      throw refuse(
        'readings_out_of_limits',
        {
          zh: `不能判合格，以下项目超限或未测：${blocking.join('、')}`,
          en: `Not a pass: out of limits or not measured: ${blocking.join(', ')}`,
        },
        {
          field: 'readings',
          status: 409,
          missing: blocking.map((name) => ({ code: name, label: { zh: name, en: name } })),
        },
      )
    if (result === 'fail' && !note && blocking.length === 0)
      throw refuse('field_required', { zh: '判不合格请说明问题', en: 'Say what is wrong' }, { field: 'note' })
    const recorded = await work.change(inspection, row.id, {
      result,
      readings: readings ?? null,
      note: note ?? null,
      warnings: warnings.length > 0 ? warnings.join('、').slice(0, 500) : null,
      inspected_by: work.actor.id,
      inspected_at: work.now().toISOString(),
    })
    await work.closeTasks({ record: row.id, kind: 'inspection', outcome: result })
    if (row.order) await showQuality(work, row.order)
    if (result === 'pass') await emitPassed(work, row)
    else await raiseNonconformance(work, row, note ?? `超限：${blocking.join('、')}`)
    return recorded
  },
})

/** The lot may come on stock: inventory listens. */
export const emitPassed = (work: Work, row: Inspection) =>
  work.emit('inspection.passed', {
    object: 'inspection',
    record: row.id,
    item: row.item,
    quantity: row.quantity,
    work_order: row.work_order,
    order: row.order,
    order_line: row.order_line,
  })

function readReadings(readings: unknown): Map<string, string> {
  if (readings === null || readings === undefined) return new Map()
  if (
    !Array.isArray(readings) ||
    readings.some((one: unknown) => typeof (one as { name?: unknown } | null)?.name !== 'string')
  )
    throw refuse(
      'field_invalid',
      { zh: '读数应为 [{"name", "value"}]', en: 'Readings are given as [{"name", "value"}]' },
      { field: 'readings' },
    )
  return new Map(
    readings.map((one: { name: string; value?: unknown }) => [one.name, String(one.value ?? '')]),
  )
}

async function raiseNonconformance(work: Work, row: Inspection, description: string): Promise<void> {
  const sold = row.order ? await work.get(order, row.order) : null
  const responsible = await accountable(work, 'inspection')
  const due_on = addDays(work.today(), work.term(dispositionDue).number)
  const made = await work.create(nonconformance, {
    subject: `${row.number} 检验不合格`,
    raised_by: 'inspection',
    customer: sold?.customer ?? null,
    order: row.order,
    work_order: row.work_order,
    inspection: row.id,
    item: row.item,
    quantity: row.quantity,
    description,
    due_on,
    owner: responsible,
  })
  if (responsible)
    await work.openTask({
      title: { zh: `处置不合格品：${made.number}`, en: `Dispose of the nonconformance ${made.number}` },
      kind: 'nonconformance',
      verb: 'dispose',
      assignee: responsible,
      object: nonconformance,
      record: made.id,
      key: 'dispose',
      due: work.momentOf(due_on, '17:00'),
    })
  const informed = [...(await work.people({ answers_for: 'planning' })), ...(sold?.owner ? [sold.owner] : [])]
  await work.notify(informed, {
    title: { zh: `检验不合格：${row.number}`, en: `Inspection ${row.number} failed` },
    object: 'inspection',
    record: row.id,
    key: `inspection-failed:${row.id}`,
  })
  await work.emit('inspection.failed', {
    object: 'inspection',
    record: row.id,
    nonconformance: made.id,
    item: row.item,
    quantity: row.quantity,
    work_order: row.work_order,
    order: row.order,
  })
}
