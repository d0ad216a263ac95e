import {
  bool,
  choice,
  defineObject,
  lines,
  longText,
  number,
  percent,
  reference,
  text,
} from '../../model/index.ts'

const engineers = {
  planner: { create: true, read: true, update: true, delete: true },
  tech_lead: { create: true, read: true, update: true, delete: true },
  worker: { read: true },
  quality: { read: true },
  purchaser: { read: true },
  warehouse: { read: true },
  manager: { create: true, read: true, update: true, delete: true, export: true },
  admin: { create: true, read: true, update: true, export: true, import: true },
} as const

/** What an item is made of, in a version. The one in use is the active one of the highest version. */
export const bom = defineObject('bom', {
  label: { zh: '物料清单', en: 'Bill of materials' },
  title: 'number',
  number: 'BOM{0000}',
  fields: {
    item: reference('item', { required: true, inverse: 'boms', label: { zh: '物料', en: 'Item' } }),
    revision: number({
      scale: 0,
      min: 1,
      default: '1',
      required: true,
      label: { zh: '版本号', en: 'Revision' },
    }),
    state: choice(
      {
        draft: { zh: '草稿', en: 'Draft' },
        active: { zh: '启用', en: 'Active' },
        old: { zh: '停用', en: 'Old' },
      },
      { required: true, default: 'active', label: { zh: '状态', en: 'State' } },
    ),
    makes: number({ required: true, default: '1', min: 0.000001, label: { zh: '基准数量', en: 'Makes' } }),
    lines: lines('bom_line', 'bom', { label: { zh: '组成', en: 'Parts' } }),
    note: longText({ label: { zh: '说明', en: 'Note' } }),
  },
  list: {
    columns: ['number', 'item', 'revision', 'state', 'makes'],
    sort: '-created_at',
    filters: ['state'],
  },
  form: [['item', 'revision', 'state'], ['makes'], ['lines'], ['note']],
  access: engineers,
})

export const bomLine = defineObject('bom_line', {
  label: { zh: '物料清单行', en: 'Part' },
  menu: false,
  fields: {
    bom: reference('bom', { required: true, label: { zh: '物料清单', en: 'Bill of materials' } }),
    component: reference('item', {
      required: true,
      inverse: 'used_in',
      label: { zh: '组件', en: 'Component' },
    }),
    quantity: number({ required: true, min: 0, label: { zh: '用量', en: 'Quantity' } }),
    scrap_percent: percent({ min: 0, max: 99, default: '0', label: { zh: '损耗率', en: 'Scrap' } }),
    note: text({ max: 200, label: { zh: '说明', en: 'Note' } }),
  },
  list: { columns: ['component', 'quantity', 'scrap_percent', 'note'] },
  access: { inherit: 'bom' },
})

/**
 * How an item is made: its operations in sequence. A work order copies them at release, so that a later
 * change does not reach running work.
 */
export const routing = defineObject('routing', {
  label: { zh: '工艺路线', en: 'Routing' },
  title: 'name',
  fields: {
    item: reference('item', { required: true, inverse: 'routings', label: { zh: '物料', en: 'Item' } }),
    name: text({ max: 120, label: { zh: '名称', en: 'Name' } }),
    active: bool({ default: true, label: { zh: '启用', en: 'Active' } }),
    lines: lines('operation', 'routing', { label: { zh: '工序', en: 'Operations' } }),
  },
  list: { columns: ['name', 'item', 'active'], sort: '-created_at' },
  form: [['item', 'name', 'active'], ['lines']],
  access: engineers,
})

export const operation = defineObject('operation', {
  label: { zh: '工序', en: 'Operation' },
  title: 'name',
  menu: false,
  fields: {
    routing: reference('routing', { required: true, label: { zh: '工艺路线', en: 'Routing' } }),
    sequence: number({ scale: 0, min: 0, required: true, label: { zh: '顺序', en: 'Sequence' } }),
    name: text({ required: true, max: 120, label: { zh: '工序名称', en: 'Name' } }),
    work_centre: text({ max: 120, label: { zh: '工作中心', en: 'Work centre' } }),
    setup_minutes: number({
      min: 0,
      default: '0',
      label: { zh: '准备时间（分钟）', en: 'Set-up (minutes)' },
    }),
    run_minutes: number({
      min: 0,
      default: '0',
      label: { zh: '单件时间（分钟）', en: 'Run (minutes each)' },
    }),
    overlap: bool({
      default: false,
      label: { zh: '可与前道重叠', en: 'May overlap the one before' },
      help: {
        zh: '前道报出合格件即可开工，不必等前道全部完成',
        en: 'Starts with the good pieces that the one before has reported, without waiting for all of them',
      },
    }),
  },
  list: { columns: ['sequence', 'name', 'work_centre', 'setup_minutes', 'run_minutes', 'overlap'] },
  access: { inherit: 'routing' },
})
