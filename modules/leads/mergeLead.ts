import { defineAction, reference, refuse } from '../../model/index.ts'
import { lead } from './lead.ts'
import { leadMail } from './leadMail.ts'
import { open, openStages } from './openStages.ts'

/** Two leads are one: what the kept one lacks comes from the other, which then points to it and is closed. */
export const mergeLead = defineAction(lead, 'merge', {
  label: { zh: '合并', en: 'Merge' },
  when: open,
  input: {
    other: reference('lead', { required: true, label: { zh: '被合并的线索', en: 'Lead to merge in' } }),
  },
  async run(work, row, { other }) {
    if (other === row.id)
      throw refuse(
        'merge_self',
        { zh: '不能与自身合并', en: 'A lead cannot be merged with itself' },
        { field: 'other' },
      )
    const gone = await work.get(lead, other)
    if (!openStages.includes(gone.stage ?? ''))
      throw refuse(
        'merge_closed',
        {
          zh: `${gone.number} 已经关闭，不能并入；只有未关闭的线索可以合并`,
          en: `${gone.number} is closed and cannot be merged in: only open leads are`,
        },
        { status: 409, field: 'other' },
      )
    const taken = Object.fromEntries(
      (
        [
          'contact',
          'phone',
          'email',
          'province',
          'city',
          'product_line',
          'industry',
          'budget',
          'message',
          'intent',
        ] as const
      )
        .filter((name) => row[name] === null && gone[name] !== null)
        .map((name) => [name, gone[name]]),
    )
    for (const activity of await work.find('activity', { where: 'lead = gone', with: { gone: gone.id } }))
      await work.change('activity', activity.id, { lead: row.id })
    // Later answers to these mails find the lead that was kept.
    for (const mail of await work.find(leadMail, { where: 'lead = gone', with: { gone: gone.id } }))
      await work.change(leadMail, mail.id, { lead: row.id } as never)
    await work.clearDeadline({ name: 'first_response', record: gone.id })
    await work.change(lead, gone.id, { stage: 'disqualified', disqualify_reason: `并入 ${row.number}` })
    await work.emit('lead.merged', { object: 'lead', record: row.id, gone: gone.id, taken })
    if (row.first_touch_at !== null || gone.first_touch_at === null) return work.change(lead, row.id, taken)
    // Whoever has been spoken to under the other lead is not called late under this one.
    await work.clearDeadline({ name: 'first_response', record: row.id })
    return work.change(lead, row.id, { ...taken, stage: 'contacted', first_touch_at: gone.first_touch_at })
  },
})
