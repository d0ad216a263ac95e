import { defineDecision, type DecisionRule, type Label } from '../../../model/index.ts'

const facts = [
  {
    name: 'discount',
    label: { zh: '最大折扣（%）', en: 'Largest discount (%)' },
    expression: 'discount',
    type: 'number',
  },
  {
    name: 'deviation',
    label: { zh: '偏离基准价（%）', en: 'Off the base price (%)' },
    expression: 'deviation',
    type: 'number',
  },
  {
    name: 'late',
    label: { zh: '交期超出承诺', en: 'Later than committed' },
    expression: 'late',
    type: 'boolean',
  },
  {
    name: 'without_base',
    label: { zh: '有行无基准价', en: 'A line has no base price' },
    expression: 'without_base',
    type: 'boolean',
  },
  {
    name: 'base_lowered',
    label: { zh: '基准价被改低', en: 'Base price typed lower' },
    expression: 'base_lowered',
    type: 'boolean',
  },
  {
    name: 'cost_unknown',
    label: { zh: '成本未知', en: 'Cost unknown' },
    expression: 'cost_unknown',
    type: 'boolean',
  },
  {
    name: 'cost_by_hand',
    label: { zh: '成本由人工给出', en: 'Cost by hand' },
    expression: 'cost_by_hand',
    type: 'boolean',
  },
  {
    name: 'below_floor',
    label: { zh: '按核算成本低于底线', en: 'Below the floor at the calculated cost' },
    expression: 'below_floor',
    type: 'boolean',
  },
  {
    name: 'rate_by_hand',
    label: { zh: '汇率由人工给出', en: 'Exchange rate by hand' },
    expression: 'rate_by_hand',
    type: 'boolean',
  },
] as const

type Fact = (typeof facts)[number]['name']

/** A rule that asks `level` where one fact holds. */
const asks = (
  id: string,
  level: 'sales_director' | 'manager',
  { fact, test, note }: { readonly fact: Fact; readonly test: string; readonly note: Label },
): DecisionRule => ({
  id,
  when: facts.map(({ name }) => (name === fact ? test : '-')),
  then: [`"${level}"`],
  note,
})

const steep = {
  fact: 'deviation',
  test: '> 15',
  note: { zh: '偏离基准价过多', en: 'Too far off the base price' },
} as const
const late = { fact: 'late', test: 'true', note: { zh: '交期超出承诺', en: 'Later than committed' } } as const
const below = {
  fact: 'below_floor',
  test: 'true',
  note: { zh: '按核算成本低于毛利底线', en: 'Below the margin floor at the calculated cost' },
} as const

/**
 * Whose approval a quote needs: every rule that holds adds a level. All limits are strict (T2, QUO-12,
 * QUO-13). The facts are what the house knows (`judgeQuote`): none is only what a seller says of himself.
 */
export const quoteApprovalLevels = defineDecision('quote_approval_levels', {
  label: { zh: '报价审批级别', en: 'Quote approval levels' },
  hit_policy: 'C',
  inputs: facts,
  outputs: [{ name: 'level', label: { zh: '审批人', en: 'Approver' }, type: 'string', default: '' }],
  rules: [
    asks('discount', 'sales_director', {
      fact: 'discount',
      test: '> 5',
      note: { zh: '折扣过大', en: 'Discount too large' },
    }),
    asks('no_base', 'sales_director', {
      fact: 'without_base',
      test: 'true',
      note: { zh: '没有基准价可比', en: 'No base price to compare with' },
    }),
    asks('base_lowered', 'sales_director', {
      fact: 'base_lowered',
      test: 'true',
      note: { zh: '基准价低于价格表或成本价', en: 'A base price below the price list or the cost' },
    }),
    asks('cost_unknown', 'sales_director', {
      fact: 'cost_unknown',
      test: 'true',
      note: { zh: '成本未知', en: 'A cost is unknown' },
    }),
    asks('cost_by_hand', 'sales_director', {
      fact: 'cost_by_hand',
      test: 'true',
      note: { zh: '成本由人工给出', en: 'A cost was given by hand' },
    }),
    asks('rate_by_hand', 'sales_director', {
      fact: 'rate_by_hand',
      test: 'true',
      note: { zh: '汇率由人工给出', en: 'An exchange rate was given by hand' },
    }),
    asks('deviation', 'sales_director', steep),
    asks('late', 'sales_director', late),
    asks('below_floor', 'sales_director', below),
    asks('deviation_manager', 'manager', steep),
    asks('late_manager', 'manager', late),
    asks('below_floor_manager', 'manager', below),
  ],
})
