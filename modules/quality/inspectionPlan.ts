import { bool, choice, defineObject, lines, number, reference, text } from '../../model/index.ts'

export const inspectionKinds = {
  incoming: { zh: '来料检验', en: 'Incoming' },
  in_process: { zh: '过程检验', en: 'In process' },
  final: { zh: '成品检验', en: 'Final' },
} as const

/** What is measured on an item, and what of it blocks. */
export const inspectionPlan = defineObject('inspection_plan', {
  label: { zh: '检验方案', en: 'Inspection plan' },
  title: 'name',
  fields: {
    name: text({ required: true, max: 120, search: true, label: { zh: '名称', en: 'Name' } }),
    item: reference('item', {
      required: true,
      inverse: 'inspection_plans',
      label: { zh: '物料', en: 'Item' },
    }),
    kind: choice(inspectionKinds, { required: true, default: 'final', label: { zh: '类型', en: 'Kind' } }),
    active: bool({ default: true, label: { zh: '启用', en: 'Active' } }),
    characteristics: lines('inspection_characteristic', 'plan', {
      label: { zh: '检验项目', en: 'Characteristics' },
    }),
  },
  list: { columns: ['name', 'item', 'kind', 'active'], sort: '-created_at', filters: ['kind'] },
  form: [['name', 'item'], ['kind', 'active'], ['characteristics']],
  access: {
    quality: { create: true, read: true, update: true, delete: true, export: true },
    tech_lead: { create: true, read: true, update: true },
    planner: { read: true },
    worker: { read: true },
    manager: { create: true, read: true, update: true, export: true },
    admin: { create: true, read: true, update: true, export: true, import: true },
  },
})

export const inspectionCharacteristic = defineObject('inspection_characteristic', {
  label: { zh: '检验项目', en: 'Characteristic' },
  title: 'name',
  menu: false,
  fields: {
    plan: reference('inspection_plan', { required: true, label: { zh: '检验方案', en: 'Plan' } }),
    name: text({ required: true, max: 120, label: { zh: '项目', en: 'Characteristic' } }),
    measured: choice(
      { number: { zh: '数值', en: 'Number' }, text: { zh: '文字', en: 'Text' } },
      { required: true, default: 'number', label: { zh: '读数', en: 'Reading' } },
    ),
    lower: number({ label: { zh: '下限', en: 'Lower limit' } }),
    upper: number({ label: { zh: '上限', en: 'Upper limit' } }),
    expected: text({ max: 120, label: { zh: '应为', en: 'Expected' } }),
    unit: text({ max: 20, label: { zh: '单位', en: 'Unit' } }),
    out_of_limits: choice(
      { block: { zh: '判不合格', en: 'Blocks' }, warn: { zh: '仅提示', en: 'Warns' } },
      { required: true, default: 'block', label: { zh: '超限时', en: 'Out of limits' } },
    ),
  },
  list: { columns: ['name', 'measured', 'lower', 'upper', 'expected', 'unit', 'out_of_limits'] },
  access: { inherit: 'plan' },
})
