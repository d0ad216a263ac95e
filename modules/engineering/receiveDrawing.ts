import { defineReaction, type AnyRow, type Work } from '../../model/index.ts'
import { drawing, drawingKinds, type Drawing } from './drawing.ts'
import { evaluation, type Evaluation } from './evaluation.ts'
import { evaluationDue } from './terms.ts'
import { whoAnswers } from '../leads/index.ts'

/** What the house makes and attaches itself is no drawing of a customer. */
const ownPapers = new Set([
  'quotation',
  'contract',
  'written_confirmation',
  'stamped_confirmation',
  'call_recording',
  'signed_contract',
  'purchase_order',
])

/**
 * A drawing on an inquiry, known by its content and not by its name, is measured and opens the technical
 * evaluation.
 */
export const receiveDrawing = defineReaction('engineering.receive_drawing', {
  on: ['file.attached'],
  async run(work, event) {
    const { file, name, kind, purpose } = event.payload
    if (
      !['opportunity', 'quote'].includes(event.object ?? '') ||
      !(kind in drawingKinds) ||
      ownPapers.has(purpose)
    )
      return
    const about = event.object === 'opportunity' ? { opportunity: event.record! } : { quote: event.record! }
    const inquiry = await work.get(event.object!, event.record!)
    const opened = await openEvaluation(work, about, inquiry)
    const made = await work.create(drawing, {
      name,
      kind,
      file: [file],
      ...about,
      evaluation: opened.id,
      owner: event.actor ?? inquiry.owner,
    })
    await work.emit('drawing.received', {
      object: 'drawing',
      record: made.id,
      kind,
      evaluation: opened.id,
      ...about,
    })
    await askToMeasure(work, made)
  },
})

export async function askToMeasure(work: Work, row: Pick<Drawing, 'id'>): Promise<void> {
  await work.change(drawing, row.id, { stage: 'measuring' })
  await work.enqueue('engineering.measure', { drawing: row.id }, row.id)
}

type About = { readonly opportunity?: string | null; readonly quote?: string | null }

/** The open evaluation of an inquiry, or a new one with its task: one for all drawings of one inquiry. */
export async function openEvaluation(work: Work, about: About, inquiry: AnyRow): Promise<Evaluation> {
  const open = about.opportunity
    ? await work.first(evaluation, {
        where: 'opportunity = inquiry and stage = "open"',
        with: { inquiry: about.opportunity },
      })
    : await work.first(evaluation, {
        where: 'quote = inquiry and stage = "open"',
        with: { inquiry: about.quote },
      })
  if (open) {
    await giveTask(work, open)
    return open
  }
  const lead = await whoAnswers(work, 'engineering')
  const made = await work.create(evaluation, {
    name: String(inquiry.name ?? inquiry.number ?? '').slice(0, 200) || '技术评估',
    ...about,
    owner: lead ?? inquiry.owner,
  })
  const due = await work.setDeadline({
    name: 'evaluation_due',
    object: evaluation,
    record: made.id,
    days: work.term(evaluationDue).number,
  })
  const dated = await work.change(evaluation, made.id, { due_at: due.toISOString() })
  await giveTask(work, dated)
  return dated
}

async function giveTask(work: Work, row: Evaluation): Promise<void> {
  if (!row.owner) return
  await work.openTask({
    title: { zh: `技术评估：${row.name}`, en: `Technical evaluation: ${row.name}` },
    kind: 'evaluation',
    verb: 'conclude',
    assignee: row.owner,
    object: evaluation,
    record: row.id,
    due: row.due_at ? new Date(row.due_at) : undefined,
    key: 'evaluation',
  })
}

/** Nobody has said in time whether it can be made: the tech leads and the seller are told. */
export const evaluationLate = defineReaction('engineering.evaluation_late', {
  on: ['deadline.evaluation_due'],
  async run(work, event) {
    const row = await work.get(evaluation, event.record!)
    if (row.stage !== 'open') return
    const people = [
      ...(await work.people({ answers_for: 'engineering' })),
      ...(await work.people({ answers_for: 'house' })),
    ]
    await work.notify(people, {
      title: { zh: `技术评估超时：${row.name}`, en: `The evaluation of ${row.name} is late` },
      object: 'evaluation',
      record: row.id,
      key: `evaluation-late:${row.id}`,
    })
  },
})
