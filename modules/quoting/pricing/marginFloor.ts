import { defineDecision } from '../../../model/index.ts'

/**
 * Margin that a price must keep, by grade and trial. A is guaranteed 18 % (QUO-06); 12 to 15 % only while the
 * customer is on trial.
 */
export const marginFloor = defineDecision('margin_floor', {
  label: { zh: '毛利底线（%）', en: 'Margin floor (%)' },
  hit_policy: 'F',
  inputs: [
    { name: 'grade', label: { zh: '客户等级', en: 'Grade' }, expression: 'grade', type: 'string' },
    { name: 'trial', label: { zh: '试单期', en: 'Trial' }, expression: 'trial', type: 'boolean' },
  ],
  outputs: [
    { name: 'floor', label: { zh: '底线', en: 'Floor' }, type: 'number', default: '15' },
    { name: 'target', label: { zh: '建议毛利', en: 'Target' }, type: 'number', default: '25' },
  ],
  rules: [
    {
      id: 'a',
      when: ['"a"', '-'],
      then: ['18', '28'],
      note: { zh: 'A类客户保底', en: 'Customers of grade A' },
    },
    {
      id: 'trial',
      when: ['-', 'true'],
      then: ['12', '15'],
      note: { zh: '新客户试单期', en: 'New customer on trial' },
    },
    { id: 'b', when: ['"b"', '-'], then: ['16', '25'], note: { zh: 'B类客户', en: 'Customers of grade B' } },
    { id: 'others', when: ['-', '-'], then: ['15', '22'], note: { zh: '其他客户', en: 'Everybody else' } },
  ],
})
