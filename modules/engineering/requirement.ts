import {
  bool,
  choice,
  defineAction,
  defineObject,
  longText,
  number,
  reference,
  text,
  type Row,
} from '../../model/index.ts'
import { opportunity } from '../pipeline/index.ts'
import { covers } from './covers.ts'

/**
 * What the customer needs, as something that can be checked: parameter, from, to, unit. What is special
 * travels to order and production.
 */
export const requirement = defineObject('requirement', {
  label: { zh: '技术要求', en: 'Requirement' },
  title: 'parameter',
  fields: {
    opportunity: reference('opportunity', {
      required: true,
      inverse: 'requirements',
      label: { zh: '商机', en: 'Opportunity' },
    }),
    kind: choice(
      {
        parameter: { zh: '技术参数', en: 'Parameter' },
        rohs: { zh: 'RoHS 合规', en: 'RoHS' },
        certification: { zh: '环保与认证', en: 'Compliance' },
        moq: { zh: '最小起订量', en: 'Minimum order' },
        packing: { zh: '包装', en: 'Packing' },
        other: { zh: '其他', en: 'Other' },
      },
      { required: true, default: 'parameter', label: { zh: '类别', en: 'Kind' } },
    ),
    parameter: text({ required: true, max: 120, search: true, label: { zh: '参数', en: 'Parameter' } }),
    min: number({ label: { zh: '下限', en: 'From' } }),
    max: number({ label: { zh: '上限', en: 'To' } }),
    unit: text({ max: 20, label: { zh: '单位', en: 'Unit' } }),
    hard: bool({
      default: false,
      label: { zh: '强制（未确认不能报价）', en: 'Hard: no quote before it is confirmed' },
    }),
    confirmed: bool({ default: false, label: { zh: '已确认', en: 'Confirmed' } }),
    special: bool({
      default: false,
      label: { zh: '特殊要求（随订单下达生产）', en: 'Special: travels to order and production' },
    }),
    text: longText({ max: 2000, label: { zh: '要求说明', en: 'In words' } }),
  },
  list: {
    columns: ['parameter', 'kind', 'min', 'max', 'unit', 'hard', 'confirmed', 'special'],
    sort: '-created_at',
  },
  form: [
    ['opportunity', 'kind', 'parameter'],
    ['min', 'max', 'unit'],
    ['hard', 'confirmed', 'special'],
    ['text'],
  ],
  menu: false,
  access: {
    sales: {
      create: true,
      read: 'owner = me or opportunity.owner = me',
      update: 'owner = me or opportunity.owner = me',
      delete: 'own',
    },
    sales_director: { create: true, read: 'department_below', update: 'department_below' },
    tech_lead: { create: true, read: true, update: true, delete: true },
    manager: { create: true, read: true, update: true, delete: true },
    planner: { read: true },
    quality: { read: true },
    admin: { read: true },
  },
})
export type Requirement = Row<typeof requirement>

/** One parameter that a product we know keeps, from and to: the rows of a product are its data sheet. */
export const productSpec = defineObject('product_spec', {
  label: { zh: '产品参数', en: 'Product specification' },
  title: 'product',
  fields: {
    product: text({
      required: true,
      max: 120,
      search: true,
      index: true,
      label: { zh: '产品型号', en: 'Product' },
    }),
    parameter: text({ required: true, max: 120, index: true, label: { zh: '参数', en: 'Parameter' } }),
    min: number({ label: { zh: '下限', en: 'From' } }),
    max: number({ label: { zh: '上限', en: 'To' } }),
    unit: text({ max: 20, label: { zh: '单位', en: 'Unit' } }),
  },
  list: { columns: ['product', 'parameter', 'min', 'max', 'unit'], sort: 'product', filters: ['parameter'] },
  form: [
    ['product', 'parameter'],
    ['min', 'max', 'unit'],
  ],
  access: {
    sales: { read: true },
    sales_director: { read: true },
    tech_lead: { create: true, read: true, update: true, delete: true, export: true, import: true },
    manager: { create: true, read: true, update: true, delete: true, import: true },
    admin: { create: true, read: true, update: true, import: true },
  },
})

/** Which of our products cover every required range of the deal. */
export const matchProducts = defineAction(opportunity, 'match_products', {
  label: { zh: '匹配产品', en: 'Match products' },
  roles: ['tech_lead'],
  async run(work, row) {
    const needs = await work.find(requirement, {
      where: 'opportunity = deal and kind = "parameter"',
      with: { deal: row.id },
    })
    const specs = await work.find(productSpec, { limit: 5000 })
    const products = [...new Set(specs.map((spec) => spec.product))].map((product) => {
      const missing = needs
        .filter((need) => !specs.some((spec) => spec.product === product && covers(spec, need)))
        .map((need) => need.parameter)
      return { product, fits: missing.length === 0, missing }
    })
    return {
      requirements: needs.length,
      products:
        needs.length === 0
          ? []
          : products
              .sort((a, b) => a.missing.length - b.missing.length || (a.product < b.product ? -1 : 1))
              .slice(0, 50),
    }
  },
})
