import { defineDecision } from '../../../model/index.ts'

/** How many days may be promised without asking: what the works can keep. A quote may say less, not more. */
export const committedDelivery = defineDecision('committed_delivery', {
  label: { zh: '承诺交期范围（天）', en: 'Delivery that may be committed (days)' },
  hit_policy: 'F',
  inputs: [{ name: 'grade', label: { zh: '客户等级', en: 'Grade' }, expression: 'grade', type: 'string' }],
  outputs: [{ name: 'days', label: { zh: '天', en: 'Days' }, type: 'number', default: '45' }],
  rules: [{ id: 'usual', when: ['-'], then: ['45'], note: { zh: '常规', en: 'Usual' } }],
})
