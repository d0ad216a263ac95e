import { defineDecision } from '../../model/index.ts'

/** The terms of a contract whose quote said none. */
export const usualPaymentTerms = defineDecision('usual_payment_terms', {
  label: { zh: '常用付款方式', en: 'Usual payment terms' },
  hit_policy: 'F',
  inputs: [
    { name: 'currency', label: { zh: '币种', en: 'Currency' }, expression: 'currency', type: 'string' },
  ],
  outputs: [{ name: 'terms', label: { zh: '付款方式', en: 'Terms' }, type: 'string', default: '"30/60/10"' }],
  rules: [
    {
      id: 'usual',
      when: ['-'],
      then: ['"30/60/10"'],
      note: { zh: '签订、发货、验收', en: 'On signing, at shipment, after acceptance' },
    },
  ],
})

/** How many days after what it hangs on a share falls due, where the terms do not say. */
export const paymentDays = defineDecision('payment_days', {
  label: { zh: '回款天数（付款方式未写明时）', en: 'Days to pay where the terms say none' },
  hit_policy: 'F',
  inputs: [
    { name: 'trigger', label: { zh: '触发条件', en: 'Due on' }, expression: 'trigger', type: 'string' },
  ],
  outputs: [{ name: 'days', label: { zh: '天', en: 'Days' }, type: 'number', default: '0' }],
  rules: [
    { id: 'signing', when: ['"signing"'], then: ['7'], note: { zh: '签订后', en: 'After signing' } },
    { id: 'shipment', when: ['"shipment"'], then: ['0'], note: { zh: '发货时', en: 'At shipment' } },
    {
      id: 'acceptance',
      when: ['"acceptance"'],
      then: ['30'],
      note: { zh: '验收后', en: 'After acceptance' },
    },
  ],
})
