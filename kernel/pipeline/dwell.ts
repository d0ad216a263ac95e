import {
  defineModule,
  defineReaction,
  pipelineFor,
  stageOf,
  type PipelineDef,
  type Stage,
} from '../../model/index.ts'
import { objectOfEvent } from '../events/eventName.ts'
import { readDefinitions } from '../work/makeWork.ts'
import { watchedObjects } from './watched.ts'

/**
 * How long a record may stay in a stage: the owner is warned, then the role that the stage names, once per
 * stay; a move clears both.
 */
const watchDwell = defineReaction('pipeline.watch_dwell', {
  on: ['*.created', '*.imported', '*.restored', '*.stage_changed', '*.stage_replaced'],
  hears: (definitions, event) => watchedObjects(definitions).has(objectOfEvent(event)),
  async run(work, event) {
    const stay = event.object && event.record ? await stayOf(work, event.object, event.record) : null
    if (!stay) return
    const { stage, since } = stay
    for (const name of ['dwell', 'dwell_escalation'])
      await work.clearDeadline({ name, record: event.record! })
    const on = { object: event.object!, record: event.record!, payload: { stage: stage.name, since } }
    // Day 30 is still within 30 days: the alert comes when the thirtieth day is over.
    const after = (days: number) => new Date(Date.parse(since) + days * 86_400_000 + 1)
    if (stage.dwell_days) await work.setDeadline({ ...on, name: 'dwell', at: after(stage.dwell_days) })
    if (stage.escalate)
      await work.setDeadline({ ...on, name: 'dwell_escalation', at: after(stage.escalate.days) })
  },
})

const alertDwell = defineReaction('pipeline.alert_dwell', {
  on: ['deadline.dwell', 'deadline.dwell_escalation'],
  async run(work, event) {
    const stay = await stayOf(work, event.object!, event.record!)
    if (!stay || stay.stage.name !== event.payload.stage || stay.since !== event.payload.since) return
    const { stage, record } = stay
    const escalated = event.name === 'deadline.dwell_escalation'
    const people = escalated
      ? await work.people({ role: stage.escalate!.role })
      : record.owner
        ? [record.owner]
        : []
    const days = escalated ? stage.escalate!.days : stage.dwell_days
    await work.notify(people, {
      title: {
        zh: `${record.title}在“${stage.label.zh}”已超过${days}天`,
        en: `${record.title} has been in "${stage.label.en ?? stage.name}" for more than ${days} days`,
      },
      object: event.object!,
      record: event.record!,
      key: `${event.name}:${event.record}:${stay.since}`,
    })
    await work.emit(escalated ? 'pipeline.dwell_escalated' : 'pipeline.dwell_exceeded', {
      object: event.object!,
      record: event.record!,
      stage: stage.name,
      days,
      told: people,
    })
  },
})

interface Stay {
  readonly stage: Stage
  readonly pipeline: PipelineDef
  readonly since: string
  readonly record: { readonly owner: string | null; readonly title: string }
}

async function stayOf(
  work: Parameters<typeof watchDwell.run>[0],
  objectName: string,
  id: string,
): Promise<Stay | null> {
  const definitions = readDefinitions(work)
  const object = definitions.objects[objectName]
  const row = object && (await work.first(objectName, { where: 'id = record_id', with: { record_id: id } }))
  const pipeline = row && pipelineFor(definitions, objectName, row.pipeline)
  const stage = pipeline && stageOf(pipeline, row.stage)
  if (!row || !stage || stage.ends || !row.stage_since) return null
  return {
    stage,
    pipeline,
    since: row.stage_since,
    record: { owner: row.owner, title: String(row[object.title ?? 'number'] ?? row.number) },
  }
}

export const dwell = defineModule({
  name: 'dwell',
  label: { zh: '阶段停留', en: 'Stage dwell' },
  reactions: [watchDwell, alertDwell],
})
