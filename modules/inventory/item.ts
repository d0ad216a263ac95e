import {
  bool,
  choice,
  defineObject,
  formula,
  money,
  number,
  rollup,
  text,
  type Row,
} from '../../model/index.ts'

export const supplies = { make: { zh: '自制', en: 'Make' }, buy: { zh: '外购', en: 'Buy' } } as const
export const kinds = {
  finished: { zh: '成品', en: 'Finished' },
  part: { zh: '零部件', en: 'Part' },
  material: { zh: '原材料', en: 'Material' },
} as const
const withoutCost = { read: true, fields: { standard_cost: 'hidden', stock_value: 'hidden' } } as const

/**
 * Anything that is made, bought, kept or sold. `on_hand` is the sum of its moves and `reserved` of what is
 * held for orders: there is no other truth.
 */
export const item = defineObject('item', {
  label: { zh: '物料', en: 'Item' },
  title: 'name',
  fields: {
    code: text({ required: true, unique: true, max: 60, search: true, label: { zh: '编码', en: 'Code' } }),
    name: text({ required: true, max: 200, search: true, label: { zh: '名称', en: 'Name' } }),
    spec: text({ max: 500, search: true, label: { zh: '规格', en: 'Specification' } }),
    unit: text({ max: 20, default: '件', label: { zh: '单位', en: 'Unit' } }),
    counted: choice(
      { whole: { zh: '整数', en: 'Whole pieces' }, divisible: { zh: '可分', en: 'Divisible' } },
      {
        label: { zh: '计数方式', en: 'Counted in' },
        help: { zh: '留空则按单位（规则中心“计量单位”）', en: 'By its unit unless told (rule centre)' },
      },
    ),
    kind: choice(kinds, {
      required: true,
      default: 'finished',
      index: true,
      label: { zh: '类别', en: 'Kind' },
    }),
    make_or_buy: choice(supplies, {
      required: true,
      default: 'make',
      label: { zh: '来源', en: 'Make or buy' },
    }),
    serial_tracked: bool({ default: false, label: { zh: '序列号管理', en: 'Serial numbers' } }),
    warranty_months: number({ scale: 0, min: 0, label: { zh: '保修（月）', en: 'Warranty (months)' } }),
    lead_time_days: number({ scale: 0, min: 0, label: { zh: '提前期（天）', en: 'Lead time (days)' } }),
    safety_stock: number({ min: 0, label: { zh: '安全库存', en: 'Safety stock' } }),
    standard_cost: money({ protect: 'commercial', scale: 4, label: { zh: '标准成本', en: 'Standard cost' } }),
    supplier: text({ max: 200, label: { zh: '主供应商', en: 'Supplier' } }),
    on_hand: rollup('number', 'if count(stock_moves) = 0 then 0 else sum(stock_moves.quantity)', {
      label: { zh: '现存量', en: 'On hand' },
    }),
    reserved: rollup('number', 'if count(reservations) = 0 then 0 else sum(reservations.held)', {
      label: { zh: '已预留', en: 'Reserved' },
    }),
    available: formula('number', 'on_hand - reserved', { label: { zh: '可用量', en: 'Available' } }),
    stock_value: formula('money', 'on_hand * standard_cost', {
      label: { zh: '库存金额', en: 'Stock value' },
    }),
    active: bool({ default: true, label: { zh: '启用', en: 'Active' } }),
  },
  list: {
    columns: ['code', 'name', 'spec', 'kind', 'make_or_buy', 'on_hand', 'reserved', 'available', 'unit'],
    sort: '-created_at',
    filters: ['kind', 'make_or_buy'],
  },
  form: [
    ['code', 'name'],
    ['spec', 'unit', 'counted'],
    ['kind', 'make_or_buy', 'active'],
    ['warranty_months', 'lead_time_days', 'safety_stock'],
    ['serial_tracked', 'supplier', 'standard_cost'],
    ['on_hand', 'reserved', 'available', 'stock_value'],
  ],
  related: [
    'stock_moves',
    'reservations',
    'purchase_requests',
    'work_orders',
    'boms',
    'routings',
    'inspection_plans',
  ],
  access: {
    warehouse: {
      create: true,
      read: true,
      update: true,
      export: true,
      import: true,
      actions: ['receive', 'issue', 'adjust'],
      fields: { standard_cost: 'hidden', stock_value: 'hidden' },
    },
    planner: { create: true, read: true, update: true, export: true, import: true },
    purchaser: { create: true, read: true, update: true, export: true },
    tech_lead: { create: true, read: true, update: true },
    finance: { read: true, update: true, export: true },
    sales: withoutCost,
    sales_director: withoutCost,
    worker: withoutCost,
    quality: withoutCost,
    service_engineer: withoutCost,
    manager: {
      create: true,
      read: true,
      update: true,
      delete: true,
      export: true,
      import: true,
      actions: true,
    },
    admin: { create: true, read: true, update: true, export: true, import: true },
  },
})
export type Item = Row<typeof item>

export const warehouse = defineObject('warehouse', {
  label: { zh: '仓库', en: 'Warehouse' },
  title: 'name',
  fields: {
    code: text({ required: true, unique: true, max: 40, label: { zh: '编码', en: 'Code' } }),
    name: text({ required: true, max: 80, label: { zh: '名称', en: 'Name' } }),
    address: text({ max: 300, label: { zh: '地址', en: 'Address' } }),
    usual: bool({ default: false, label: { zh: '默认仓库', en: 'Default' } }),
  },
  list: { columns: ['code', 'name', 'address', 'usual'], sort: '-created_at' },
  form: [
    ['code', 'name'],
    ['address', 'usual'],
  ],
  access: {
    everyone: { read: true },
    warehouse: { create: true, read: true, update: true },
    manager: { create: true, read: true, update: true },
    admin: { create: true, read: true, update: true },
  },
})
