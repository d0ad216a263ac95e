import {
  bool,
  choice,
  datetime,
  defineAction,
  defineObject,
  definePipeline,
  json,
  longText,
  reference,
  refuse,
  text,
  type Row,
  type Work,
} from '../../model/index.ts'
import { differenceSentences } from './differences.ts'

/** Can we make it? One open evaluation an inquiry; the tech lead answers for it. */
export const evaluation = defineObject('evaluation', {
  label: { zh: '技术评估', en: 'Evaluation' },
  title: 'name',
  number: 'PG{yyyy}{MM}-{0000}',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { zh: '评估事项', en: 'Subject' } }),
    opportunity: reference('opportunity', {
      inverse: 'evaluations',
      label: { zh: '商机', en: 'Opportunity' },
    }),
    quote: reference('quote', { inverse: 'evaluations', label: { zh: '报价', en: 'Quote' } }),
    due_at: datetime({ readonly: true, label: { zh: '评估截止', en: 'Due' } }),
    differences: json({
      readonly: true,
      sentences: differenceSentences,
      label: { zh: '图纸差异', en: 'Discrepancies' },
    }),
    // Evaluations from before differences were kept as figures have them as text.
    discrepancies: longText({
      readonly: true,
      label: { zh: '图纸差异（旧记录）', en: 'Discrepancies (older records)' },
    }),
    rohs: choice(
      {
        yes: { zh: '符合', en: 'Compliant' },
        no: { zh: '不符合', en: 'Not compliant' },
        not_asked: { zh: '客户不要求', en: 'Not asked for' },
      },
      { readonly: true, label: { zh: 'RoHS 合规声明', en: 'RoHS declaration' } },
    ),
    moq_confirmed: bool({ readonly: true, label: { zh: '最小起订量已确认', en: 'Minimum order confirmed' } }),
    conditions: longText({ readonly: true, max: 4000, label: { zh: '可行的条件', en: 'Conditions' } }),
    conclusion: longText({ readonly: true, max: 4000, label: { zh: '评估结论', en: 'Conclusion' } }),
    discussion: longText({ label: { zh: '技术讨论（自由填写）', en: 'Discussion' } }),
    concluded_at: datetime({ readonly: true, label: { zh: '结论时间', en: 'Concluded' } }),
  },
  list: {
    columns: ['number', 'name', 'opportunity', 'stage', 'differences', 'due_at', 'owner', 'created_at'],
    sort: '-created_at',
    filters: ['stage', 'owner'],
  },
  form: [
    ['name', 'opportunity', 'quote'],
    ['due_at', 'concluded_at'],
    ['differences'],
    ['rohs', 'moq_confirmed'],
    ['conditions'],
    ['conclusion'],
    ['discussion'],
  ],
  related: ['drawings'],
  access: {
    sales: { read: 'opportunity.owner = me or quote.owner = me' },
    sales_director: { read: true },
    tech_lead: { create: true, read: true, update: true, export: true, actions: true },
    manager: { create: true, read: true, update: true, export: true, actions: true },
    planner: { read: true },
    quality: { read: true },
    admin: { read: true },
  },
})
export type Evaluation = Row<typeof evaluation>

export const evaluationPipeline = definePipeline('evaluation_board', {
  object: 'evaluation',
  label: { zh: '可行性看板', en: 'Feasibility board' },
  default: true,
  moved_by: 'actions',
  stages: [
    { name: 'open', label: { zh: '待评估', en: 'Open' } },
    { name: 'feasible', label: { zh: '可行', en: 'Feasible' }, ends: 'done' },
    { name: 'conditional', label: { zh: '有条件可行', en: 'Feasible on conditions' }, ends: 'done' },
    { name: 'infeasible', label: { zh: '不可行', en: 'Infeasible' }, ends: 'lost' },
  ],
})

/** The hard fields (RoHS, minimum order) must be answered; what else there is to say stays free text. */
export const concludeEvaluation = defineAction(evaluation, 'conclude', {
  label: { zh: '给出结论', en: 'Conclude' },
  style: 'primary',
  when: 'stage = "open"',
  because: { zh: '该评估已有结论', en: 'This evaluation is concluded' },
  input: {
    verdict: choice(
      {
        feasible: { zh: '可行', en: 'Feasible' },
        conditional: { zh: '有条件可行', en: 'On conditions' },
        infeasible: { zh: '不可行', en: 'Infeasible' },
      },
      { required: true, label: { zh: '结论', en: 'Verdict' } },
    ),
    rohs: choice(
      {
        yes: { zh: '符合', en: 'Compliant' },
        no: { zh: '不符合', en: 'Not compliant' },
        not_asked: { zh: '客户不要求', en: 'Not asked for' },
      },
      { required: true, label: { zh: 'RoHS 合规声明', en: 'RoHS declaration' } },
    ),
    moq_confirmed: bool({ required: true, label: { zh: '最小起订量已确认', en: 'Minimum order confirmed' } }),
    conditions: longText({ max: 4000, label: { zh: '条件（有条件可行时必填）', en: 'Conditions' } }),
    note: longText({ max: 4000, label: { zh: '说明', en: 'Note' } }),
  },
  async run(work, row, { verdict, rohs, moq_confirmed, conditions, note }) {
    if (verdict === 'conditional' && !conditions)
      throw refuse(
        'field_required',
        { zh: '“有条件可行”须写明条件', en: 'Say on which conditions it is feasible' },
        { field: 'conditions' },
      )
    if (verdict !== 'infeasible' && !moq_confirmed)
      throw refuse(
        'moq_not_confirmed',
        { zh: '请先与客户确认最小起订量', en: 'Confirm the minimum order quantity with the customer first' },
        { field: 'moq_confirmed' },
      )
    const changed = await work.change(evaluation, row.id, {
      stage: verdict,
      rohs,
      moq_confirmed,
      conditions: conditions ?? null,
      conclusion: note ?? null,
      concluded_at: work.now().toISOString(),
    })
    await work.closeTasks({ record: row.id, kind: 'evaluation', outcome: verdict })
    await work.clearDeadline({ name: 'evaluation_due', record: row.id })
    await work.emit('evaluation.concluded', {
      object: 'evaluation',
      record: row.id,
      verdict,
      opportunity: row.opportunity,
      quote: row.quote,
    })
    const asker = await askerOf(work, row)
    if (asker)
      await work.notify([asker], {
        title: {
          zh: `技术评估结论：${row.name} ${labels[verdict].zh}`,
          en: `Evaluation of ${row.name}: ${labels[verdict].en}`,
        },
        object: 'evaluation',
        record: row.id,
        key: `evaluation:${row.id}`,
      })
    return changed
  },
})

const labels = {
  feasible: { zh: '可行', en: 'feasible' },
  conditional: { zh: '有条件可行', en: 'feasible on conditions' },
  infeasible: { zh: '不可行', en: 'infeasible' },
} as const

/** Who waits for the answer: the seller of the deal. */
async function askerOf(work: Work, row: Evaluation): Promise<string | null> {
  const about = row.opportunity
    ? await work.get('opportunity', row.opportunity)
    : row.quote
      ? await work.get('quote', row.quote)
      : null
  return about?.owner ?? null
}
