import { defineAction, longText } from '../../model/index.ts'
import { opportunity } from './opportunity.ts'

export const requestSupport = defineAction(opportunity, 'request_support', {
  label: { zh: '请求支持', en: 'Request support' },
  input: {
    what: longText({ required: true, max: 1000, label: { zh: '需要什么支持', en: 'What is needed' } }),
  },
  async run(work, row, { what }) {
    const people = [
      ...(await work.people({ answers_for: 'selling' })),
      ...(await work.people({ answers_for: 'house' })),
    ]
    for (const person of people.slice(0, 1))
      await work.openTask({
        title: `${row.name}：${what}`.slice(0, 300),
        kind: 'support',
        assignee: person,
        object: opportunity,
        record: row.id,
      })
    await work.notify(people, {
      title: {
        zh: `${work.actor.name}请求支持：${row.name}`,
        en: `${work.actor.name} asks for support: ${row.name}`,
      },
      object: 'opportunity',
      record: row.id,
    })
    await work.emit('opportunity.support_requested', { object: 'opportunity', record: row.id, what })
    return {}
  },
})
