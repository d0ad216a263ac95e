import { choice, defineAction, longText } from '../../model/index.ts'
import { activity, activityKinds } from '../customers/index.ts'
import { closed, live } from './liveReceivable.ts'
import { receivable } from './receivable.ts'

/** Each call for money is counted (FIN-09) and is a line in the customer's history. */
export const logCollection = defineAction(receivable, 'log_follow_up', {
  label: { zh: '记录催收', en: 'Log collection' },
  when: live,
  because: closed,
  style: 'primary',
  input: {
    content: longText({ required: true, label: { zh: '沟通内容', en: 'Content' } }),
    kind: choice(activityKinds, { default: 'call', label: { zh: '方式', en: 'Kind' } }),
  },
  async run(work, row, { content, kind }) {
    const made = await work.create(activity, {
      kind: kind ?? 'call',
      subject: `催收：${row.name}`.slice(0, 200),
      content,
      at: work.now().toISOString(),
      customer: row.customer,
      about_record: row.id,
      owner: work.actor.id,
    })
    await work.change(receivable, row.id, {
      follow_ups: String(Number(row.follow_ups ?? 0) + 1),
      last_follow_up_at: work.now().toISOString(),
    })
    return { activity: made.id }
  },
})
