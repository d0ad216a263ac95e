import { choice, datetime, defineAction, longText, number, text } from '../../model/index.ts'
import { contacted, intents, lead, openLeadStages } from '../leads/index.ts'
import { activity, activityKinds } from './activity.ts'

/** What a seller says of a call or visit: when, what, what next. */
export const touchInput = {
  kind: choice(activityKinds, { default: 'call', label: { zh: '方式', en: 'Kind' } }),
  content: longText({ required: true, label: { zh: '沟通内容', en: 'Content' } }),
  minutes: number({ min: 0, label: { zh: '时长（分钟）', en: 'Minutes' } }),
  next_action: text({ max: 300, label: { zh: '下一步', en: 'Next action' } }),
  next_at: datetime({ label: { zh: '下次联系', en: 'Next at' } }),
}

/** The first contact stops the clock of the first response; later ones are further lines in the timeline. */
export const logTouch = defineAction(lead, 'log_touch', {
  label: { zh: '记录跟进', en: 'Log contact' },
  when: openLeadStages,
  style: 'primary',
  input: { ...touchInput, intent: choice(intents, { label: { zh: '意向等级', en: 'Intent' } }) },
  async run(work, row, { intent, ...touch }) {
    const made = await work.create(activity, {
      ...touch,
      kind: touch.kind ?? 'call',
      at: work.now().toISOString(),
      lead: row.id,
      owner: work.actor.id ?? row.owner,
    })
    const first = row.first_touch_at === null
    if (first) await work.clearDeadline({ name: 'first_response', record: row.id })
    await work.change(lead, row.id, {
      ...contacted,
      ...(intent ? { intent } : {}),
      ...(first ? { first_touch_at: work.now().toISOString() } : {}),
      ...(row.owner ? {} : { owner: work.actor.id }),
    })
    await work.emit('lead.touched', { object: 'lead', record: row.id, activity: made.id, first })
    return { activity: made.id, first }
  },
})
