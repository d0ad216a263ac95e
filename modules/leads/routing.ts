import { defineDecision } from '../../model/index.ts'

/**
 * Which groups a lead is offered to, in order: the next group takes over when the first has no hand free.
 * First rule that fits wins.
 */
export const leadRouting = defineDecision('lead_routing', {
  label: { zh: '线索分配', en: 'Lead routing' },
  hit_policy: 'F',
  inputs: [
    { name: 'province', label: { zh: '省份', en: 'Province' }, expression: 'province', type: 'string' },
    { name: 'sales_region', label: { zh: '大区', en: 'Region' }, expression: 'sales_region', type: 'string' },
    {
      name: 'product_line',
      label: { zh: '产品线', en: 'Product line' },
      expression: 'product_line',
      type: 'string',
    },
    { name: 'industry', label: { zh: '行业', en: 'Industry' }, expression: 'industry', type: 'string' },
    { name: 'budget', label: { zh: '预算', en: 'Budget' }, expression: 'budget', type: 'number' },
  ],
  outputs: [
    {
      name: 'groups',
      label: { zh: '依次分配给', en: 'Offered to' },
      type: 'list',
      default: '["销售一组", "销售二组"]',
    },
  ],
  rules: [
    {
      id: 'zhejiang_environmental',
      when: ['"浙江"', '-', '"environmental"', '-', '-'],
      then: ['["销售一组", "销售二组"]'],
      note: {
        zh: '浙江的环保设备需求归一组，满则二组',
        en: 'Environmental equipment in Zhejiang: group 1, then group 2',
      },
    },
    {
      id: 'east',
      when: ['-', '"华东"', '-', '-', '-'],
      then: ['["销售一组", "销售二组"]'],
      note: { zh: '华东归一组', en: 'East China: group 1' },
    },
    {
      id: 'elsewhere',
      when: ['-', '-', '-', '-', '-'],
      then: ['["销售二组", "销售一组"]'],
      note: { zh: '其他地区归二组', en: 'Elsewhere: group 2' },
    },
  ],
})
