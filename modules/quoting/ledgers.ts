import {
  choice,
  date,
  defineObject,
  formula,
  money,
  number,
  reference,
  text,
  type Row,
} from '../../model/index.ts'
import { machineTypes } from './costing/costSheet.ts'
import { currencies, homeCurrency } from './currencies.ts'

/** A price of a material from a day on; the latest not in the future counts. */
export const materialPrice = defineObject('material_price', {
  label: { zh: '材料价格', en: 'Material price' },
  title: 'material',
  fields: {
    material: text({
      required: true,
      max: 80,
      search: true,
      index: true,
      label: { zh: '材料', en: 'Material' },
    }),
    price_per_kg: money({ required: true, min: 0, label: { zh: '单价（元/kg）', en: 'CNY/kg' } }),
    valid_from: date({ required: true, index: true, label: { zh: '价格日期', en: 'Price of' } }),
    source: text({ max: 120, label: { zh: '来源', en: 'Source' } }),
  },
  list: {
    columns: ['material', 'price_per_kg', 'valid_from', 'source'],
    sort: '-valid_from',
    filters: ['material'],
  },
  form: [['material', 'price_per_kg', 'valid_from'], ['source']],
  access: {
    sales: { read: true },
    sales_director: { read: true },
    tech_lead: { read: true },
    purchaser: { create: true, read: true, update: true, delete: true, export: true, import: true },
    manager: { create: true, read: true, update: true, delete: true, export: true, import: true },
    admin: { create: true, read: true, update: true, import: true },
    finance: { read: true },
  },
})

/** Base price of an item, for everybody or for one customer, from a day on. */
export const priceList = defineObject('price_list', {
  label: { zh: '价格表', en: 'Price list' },
  title: 'item_code',
  fields: {
    item_code: text({
      required: true,
      max: 60,
      search: true,
      index: true,
      label: { zh: '物料编码', en: 'Item code' },
    }),
    name: text({ max: 200, search: true, label: { zh: '名称', en: 'Name' } }),
    customer: reference('customer', { inverse: 'prices', label: { zh: '专属客户', en: 'Only for' } }),
    min_quantity: number({ default: '1', min: 0, label: { zh: '起订量', en: 'From quantity' } }),
    currency: choice(currencies, {
      required: true,
      default: homeCurrency,
      label: { zh: '币种', en: 'Currency' },
    }),
    price: money({
      required: true,
      min: 0,
      scale: 6,
      least: 2,
      label: { zh: '基准价（不含税）', en: 'Base price without tax' },
    }),
    valid_from: date({ required: true, index: true, label: { zh: '生效日期', en: 'From' } }),
    valid_to: date({ label: { zh: '失效日期', en: 'To' } }),
  },
  list: {
    columns: ['item_code', 'name', 'customer', 'min_quantity', 'price', 'currency', 'valid_from', 'valid_to'],
    sort: '-valid_from',
  },
  form: [
    ['item_code', 'name'],
    ['customer', 'min_quantity'],
    ['price', 'currency'],
    ['valid_from', 'valid_to'],
  ],
  access: {
    sales: { read: true },
    sales_director: { create: true, read: true, update: true, export: true, import: true },
    tech_lead: { read: true },
    finance: { read: true },
    manager: { create: true, read: true, update: true, delete: true, export: true, import: true },
    admin: { create: true, read: true, update: true, import: true },
  },
})

/** A machine with what an hour of it costs: straight-line depreciation, energy, tools, labour (QUO-05). */
export const machine = defineObject('machine', {
  label: { zh: '设备', en: 'Machine' },
  title: 'name',
  number: 'SB-{000}',
  fields: {
    name: text({ required: true, max: 120, search: true, label: { zh: '设备名称', en: 'Name' } }),
    type: choice(machineTypes, { required: true, label: { zh: '类型', en: 'Type' } }),
    purchase_value: money({ required: true, min: 0, label: { zh: '购置价', en: 'Purchase value' } }),
    depreciation_years: number({
      required: true,
      min: 0.5,
      label: { zh: '折旧年限', en: 'Depreciation years' },
    }),
    hours_a_year: number({ required: true, min: 1, label: { zh: '年工作小时', en: 'Hours a year' } }),
    power_kw: number({ default: '0', min: 0, label: { zh: '功率（kW）', en: 'Power (kW)' } }),
    energy_price: number({ default: '0.8', min: 0, label: { zh: '电价（元/kWh）', en: 'CNY/kWh' } }),
    tool_wear: money({ default: '0', min: 0, label: { zh: '刀具损耗（元/小时）', en: 'Tool wear (CNY/h)' } }),
    labour: money({ default: '0', min: 0, label: { zh: '人工（元/小时）', en: 'Labour (CNY/h)' } }),
    hourly_rate: formula(
      'money',
      'purchase_value / (depreciation_years * hours_a_year) + power_kw * energy_price + tool_wear + labour',
      { protect: 'commercial', label: { zh: '小时费率', en: 'Hourly rate' } },
    ),
  },
  list: {
    columns: ['number', 'name', 'type', 'purchase_value', 'power_kw', 'hourly_rate'],
    sort: '-created_at',
    filters: ['type'],
  },
  form: [
    ['name', 'type'],
    ['purchase_value', 'depreciation_years', 'hours_a_year'],
    ['power_kw', 'energy_price'],
    ['tool_wear', 'labour', 'hourly_rate'],
  ],
  access: {
    sales: { read: true, fields: { purchase_value: 'hidden' } },
    sales_director: { read: true },
    tech_lead: { create: true, read: true, update: true, export: true },
    planner: { create: true, read: true, update: true },
    finance: { read: true, update: true },
    worker: { read: true, fields: { purchase_value: 'hidden', hourly_rate: 'hidden' } },
    manager: { create: true, read: true, update: true, delete: true, export: true, import: true },
    admin: { create: true, read: true, update: true, import: true },
  },
})
export type Machine = Row<typeof machine>

/** Who offers, as printed at the head of a quotation: the first one counts. */
export const letterhead = defineObject('letterhead', {
  label: { zh: '单据抬头', en: 'Letterhead' },
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { zh: '公司名称', en: 'Company' } }),
    address: text({ max: 300, label: { zh: '地址', en: 'Address' } }),
    phone: text({ max: 60, label: { zh: '电话', en: 'Phone' } }),
    bank: text({ max: 300, label: { zh: '收款账户', en: 'Bank account' } }),
  },
  list: { columns: ['name', 'address', 'phone', 'bank'], sort: '-created_at' },
  form: [['name'], ['address', 'phone'], ['bank']],
  access: {
    manager: { create: true, read: true, update: true },
    finance: { create: true, read: true, update: true },
    admin: { create: true, read: true, update: true },
    sales: { read: true },
    sales_director: { read: true },
  },
})
