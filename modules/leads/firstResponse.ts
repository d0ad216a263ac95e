import { defineDecision, type Work } from '../../model/index.ts'
import type { Lead } from './lead.ts'

/** Minutes until somebody must have spoken to a lead, by its source. */
export const leadResponse = defineDecision('lead_response', {
  label: { zh: '首次响应时限（分钟）', en: 'First response (minutes)' },
  hit_policy: 'F',
  inputs: [{ name: 'source', label: { zh: '来源', en: 'Source' }, expression: 'source', type: 'string' }],
  outputs: [{ name: 'minutes', label: { zh: '分钟', en: 'Minutes' }, type: 'number', default: '30' }],
  rules: [
    { id: 'partner', when: ['"partner"'], then: ['120'], note: { zh: '渠道线索2小时', en: 'Partners: 2 hours' } },
    { id: 'others', when: ['-'], then: ['30'], note: { zh: '黄金30分钟', en: 'The golden 30 minutes' } },
  ],
})

/** Minutes until somebody must have spoken to a lead, by the rule centre: what the deadline goes by and what its seller is told. */
export async function responseMinutes(work: Work, { source }: Pick<Lead, 'source'>): Promise<number> {
  const { result } = await work.decide('lead_response', { source })
  return Number(result?.minutes ?? result)
}
