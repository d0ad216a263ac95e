import { defineDecision } from '../../model/index.ts'

/** Margin that a price must keep, by grade and trial. A is guaranteed 18 % (QUO-06); 12 to 15 % only while the customer is on trial. */
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
    { id: 'a', when: ['"a"', '-'], then: ['18', '28'], note: { zh: 'A类客户保底18%', en: 'A: at least 18 %' } },
    { id: 'trial', when: ['-', 'true'], then: ['12', '15'], note: { zh: '新客户试单期允许12%-15%', en: 'New customer on trial: 12 to 15 %' } },
    { id: 'b', when: ['"b"', '-'], then: ['16', '25'], note: { zh: 'B类客户', en: 'B' } },
    { id: 'others', when: ['-', '-'], then: ['15', '22'], note: { zh: '其他客户不低于15%', en: 'Everybody else: at least 15 %' } },
  ],
})

/** Whose approval a quote needs: every rule that holds adds a level. All limits are strict (T2, QUO-12, QUO-13). */
export const quoteApprovalLevels = defineDecision('quote_approval_levels', {
  label: { zh: '报价审批级别', en: 'Quote approval levels' },
  hit_policy: 'C',
  inputs: [
    { name: 'discount', label: { zh: '最大折扣（%）', en: 'Largest discount (%)' }, expression: 'discount', type: 'number' },
    { name: 'deviation', label: { zh: '偏离基准价（%）', en: 'Off the base price (%)' }, expression: 'deviation', type: 'number' },
    { name: 'late', label: { zh: '交期超出承诺', en: 'Later than committed' }, expression: 'late', type: 'boolean' },
    { name: 'without_base', label: { zh: '有行无基准价', en: 'A line has no base price' }, expression: 'without_base', type: 'boolean' },
  ],
  outputs: [{ name: 'level', label: { zh: '审批人', en: 'Approver' }, type: 'string', default: '' }],
  rules: [
    { id: 'discount', when: ['> 5', '-', '-', '-'], then: ['"sales_director"'], note: { zh: '折扣超过5%', en: 'Discount over 5 %' } },
    { id: 'no_base', when: ['-', '-', '-', 'true'], then: ['"sales_director"'], note: { zh: '没有基准价可比', en: 'No base price to compare with' } },
    { id: 'deviation', when: ['-', '> 15', '-', '-'], then: ['"sales_director"'], note: { zh: '偏离基准价超过15%', en: 'More than 15 % off the base price' } },
    { id: 'late', when: ['-', '-', 'true', '-'], then: ['"sales_director"'], note: { zh: '交期超出承诺', en: 'Later than committed' } },
    { id: 'deviation_manager', when: ['-', '> 15', '-', '-'], then: ['"manager"'], note: { zh: '偏离基准价超过15%', en: 'More than 15 % off the base price' } },
    { id: 'late_manager', when: ['-', '-', 'true', '-'], then: ['"manager"'], note: { zh: '交期超出承诺', en: 'Later than committed' } },
  ],
})
