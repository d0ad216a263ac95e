import { defineDecision, type DecisionRule, type Label } from '../../../model/index.ts'

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
    { id: 'a', when: ['"a"', '-'], then: ['18', '28'], note: { zh: 'A类客户保底', en: 'Customers of grade A' } },
    { id: 'trial', when: ['-', 'true'], then: ['12', '15'], note: { zh: '新客户试单期', en: 'New customer on trial' } },
    { id: 'b', when: ['"b"', '-'], then: ['16', '25'], note: { zh: 'B类客户', en: 'Customers of grade B' } },
    { id: 'others', when: ['-', '-'], then: ['15', '22'], note: { zh: '其他客户', en: 'Everybody else' } },
  ],
})

const facts = [
  { name: 'discount', label: { zh: '最大折扣（%）', en: 'Largest discount (%)' }, expression: 'discount', type: 'number' },
  { name: 'deviation', label: { zh: '偏离基准价（%）', en: 'Off the base price (%)' }, expression: 'deviation', type: 'number' },
  { name: 'late', label: { zh: '交期超出承诺', en: 'Later than committed' }, expression: 'late', type: 'boolean' },
  { name: 'without_base', label: { zh: '有行无基准价', en: 'A line has no base price' }, expression: 'without_base', type: 'boolean' },
  { name: 'base_lowered', label: { zh: '基准价被改低', en: 'Base price typed lower' }, expression: 'base_lowered', type: 'boolean' },
  { name: 'cost_unknown', label: { zh: '成本未知', en: 'Cost unknown' }, expression: 'cost_unknown', type: 'boolean' },
  { name: 'cost_by_hand', label: { zh: '成本由人工给出', en: 'Cost by hand' }, expression: 'cost_by_hand', type: 'boolean' },
  { name: 'below_floor', label: { zh: '按核算成本低于底线', en: 'Below the floor at the calculated cost' }, expression: 'below_floor', type: 'boolean' },
  { name: 'rate_by_hand', label: { zh: '汇率由人工给出', en: 'Exchange rate by hand' }, expression: 'rate_by_hand', type: 'boolean' },
] as const

type Fact = (typeof facts)[number]['name']

/** A rule that asks `level` where one fact holds. */
const asks = (id: string, level: 'sales_director' | 'manager', { fact, test, note }: { readonly fact: Fact; readonly test: string; readonly note: Label }): DecisionRule =>
  ({ id, when: facts.map(({ name }) => (name === fact ? test : '-')), then: [`"${level}"`], note })

const steep = { fact: 'deviation', test: '> 15', note: { zh: '偏离基准价过多', en: 'Too far off the base price' } } as const
const late = { fact: 'late', test: 'true', note: { zh: '交期超出承诺', en: 'Later than committed' } } as const
const below = { fact: 'below_floor', test: 'true', note: { zh: '按核算成本低于毛利底线', en: 'Below the margin floor at the calculated cost' } } as const

/**
 * Whose approval a quote needs: every rule that holds adds a level. All limits are strict (T2, QUO-12, QUO-13). The facts are what the
 * house knows (`judgeQuote`): none is only what a seller says of himself.
 */
export const quoteApprovalLevels = defineDecision('quote_approval_levels', {
  label: { zh: '报价审批级别', en: 'Quote approval levels' },
  hit_policy: 'C',
  inputs: facts,
  outputs: [{ name: 'level', label: { zh: '审批人', en: 'Approver' }, type: 'string', default: '' }],
  rules: [
    asks('discount', 'sales_director', { fact: 'discount', test: '> 5', note: { zh: '折扣过大', en: 'Discount too large' } }),
    asks('no_base', 'sales_director', { fact: 'without_base', test: 'true', note: { zh: '没有基准价可比', en: 'No base price to compare with' } }),
    asks('base_lowered', 'sales_director', { fact: 'base_lowered', test: 'true', note: { zh: '基准价低于价格表或成本价', en: 'A base price below the price list or the cost' } }),
    asks('cost_unknown', 'sales_director', { fact: 'cost_unknown', test: 'true', note: { zh: '成本未知', en: 'A cost is unknown' } }),
    asks('cost_by_hand', 'sales_director', { fact: 'cost_by_hand', test: 'true', note: { zh: '成本由人工给出', en: 'A cost was given by hand' } }),
    asks('rate_by_hand', 'sales_director', { fact: 'rate_by_hand', test: 'true', note: { zh: '汇率由人工给出', en: 'An exchange rate was given by hand' } }),
    asks('deviation', 'sales_director', steep), asks('late', 'sales_director', late), asks('below_floor', 'sales_director', below),
    asks('deviation_manager', 'manager', steep), asks('late_manager', 'manager', late), asks('below_floor_manager', 'manager', below),
  ],
})

/** How many days may be promised without asking: what the works can keep. A quote may say less, not more. */
export const committedDelivery = defineDecision('committed_delivery', {
  label: { zh: '承诺交期范围（天）', en: 'Delivery that may be committed (days)' },
  hit_policy: 'F',
  inputs: [{ name: 'grade', label: { zh: '客户等级', en: 'Grade' }, expression: 'grade', type: 'string' }],
  outputs: [{ name: 'days', label: { zh: '天', en: 'Days' }, type: 'number', default: '45' }],
  rules: [{ id: 'usual', when: ['-'], then: ['45'], note: { zh: '常规', en: 'Usual' } }],
})
