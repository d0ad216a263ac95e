import { defineDecision, termUnits, type Label, type Work } from '../../model/index.ts'
import type { Lead } from './lead.ts'

/** Minutes until somebody must have spoken to a lead, by its source. */
export const leadResponse = defineDecision('lead_response', {
  label: { zh: '首次响应时限（分钟）', en: 'First response (minutes)' },
  hit_policy: 'F',
  inputs: [{ name: 'source', label: { zh: '来源', en: 'Source' }, expression: 'source', type: 'string' }],
  outputs: [{ name: 'minutes', label: { zh: '分钟', en: 'Minutes' }, type: 'number', default: '30' }],
  rules: [
    { id: 'partner', when: ['"partner"'], then: ['120'], note: { zh: '渠道线索', en: 'From partners' } },
    { id: 'others', when: ['-'], then: ['30'], note: { zh: '其他来源', en: 'All other sources' } },
  ],
})

/** Minutes until somebody must have spoken to a lead, by the rule centre. */
export async function responseMinutes(work: Work, { source }: Pick<Lead, 'source'>): Promise<number> {
  const { result } = await work.decide('lead_response', { source })
  return Number(result?.minutes ?? result)
}

type Waiting = Pick<Lead, 'company' | 'first_touch_at' | 'first_response_due_at'>

/** What whoever gets a lead is told, with the time that is left of what the rule gave it. */
export function sayNewLead(row: Waiting, now: Date): Required<Label> {
  const plain = { zh: `新线索：${row.company}`, en: `New lead: ${row.company}` }
  if (row.first_touch_at || !row.first_response_due_at) return plain
  const left = Math.ceil((Date.parse(row.first_response_due_at) - now.getTime()) / 60_000)
  if (left <= 0) return { zh: `${plain.zh}，请立即联系`, en: `${plain.en}. Call at once` }
  const within = termUnits.minutes.say(String(left))
  return { zh: `${plain.zh}，请在${within.zh}内联系`, en: `${plain.en}. Call within ${within.en}` }
}
