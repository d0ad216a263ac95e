import { choice, date, defineObject, longText, number, reference, text, type Row } from '../../model/index.ts'
import { productLines } from '../leads/index.ts'

/**
 * The life-long file of one unit that was sold (SVC-03): what it is, whose, under warranty until when, and
 * all that was done to it.
 */
export const equipment = defineObject('equipment', {
  label: { zh: '设备档案', en: 'Equipment' },
  title: 'name',
  number: 'SB{yyyy}{MM}-{00000}',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { zh: '设备名称', en: 'Name' } }),
    serial: text({
      required: true,
      unique: true,
      max: 80,
      search: true,
      label: { zh: '序列号', en: 'Serial number' },
    }),
    item: reference('item', { inverse: 'equipment', label: { zh: '物料', en: 'Item' } }),
    spec: text({ max: 500, label: { zh: '规格', en: 'Specification' } }),
    quantity: number({
      min: 1,
      default: '1',
      label: { zh: '数量', en: 'Quantity' },
      help: { zh: '大批量零件合为一份档案', en: 'Large lots of parts share one file' },
    }),
    customer: reference('customer', {
      required: true,
      inverse: 'equipment',
      label: { zh: '客户', en: 'Customer' },
    }),
    order: reference('order', { inverse: 'equipment', label: { zh: '订单', en: 'Order' } }),
    order_line: reference('order_line', {
      inverse: 'equipment',
      label: { zh: '订单明细', en: 'Order line' },
    }),
    product_line: choice(productLines, { label: { zh: '产品线', en: 'Product line' } }),
    shipped_on: date({ index: true, label: { zh: '发货日期', en: 'Shipped' } }),
    installed_on: date({ label: { zh: '安装调试日期', en: 'Commissioned' } }),
    warranty_from: date({ label: { zh: '保修起', en: 'Warranty from' } }),
    warranty_to: date({ index: true, label: { zh: '保修止', en: 'Warranty to' } }),
    state: choice(
      {
        in_use: { zh: '使用中', en: 'In use' },
        under_repair: { zh: '维修中', en: 'Under repair' },
        replaced: { zh: '已更换', en: 'Replaced' },
        retired: { zh: '已报废', en: 'Retired' },
      },
      { required: true, default: 'in_use', index: true, label: { zh: '状态', en: 'State' } },
    ),
    replaces: reference('equipment', {
      readonly: true,
      inverse: 'replacements',
      label: { zh: '替换了', en: 'Replaces' },
    }),
    place: text({ max: 300, label: { zh: '安装地点', en: 'Place' } }),
    token: text({ readonly: true, unique: true, max: 64, label: { zh: '扫码令牌', en: 'Code' } }),
    remarks: longText({ label: { zh: '备注', en: 'Remarks' } }),
  },
  list: {
    columns: ['number', 'name', 'serial', 'customer', 'order', 'shipped_on', 'warranty_to', 'state'],
    sort: '-created_at',
    filters: ['state', 'customer', 'product_line'],
  },
  form: [
    ['name', 'serial'],
    ['item', 'spec', 'quantity'],
    ['customer', 'order'],
    ['product_line', 'place'],
    ['shipped_on', 'installed_on'],
    ['warranty_from', 'warranty_to'],
    ['state'],
    ['remarks'],
  ],
  related: ['history', 'tickets', 'spare_parts', 'maintenance_plans', 'replacements'],
  access: {
    service_engineer: { create: true, read: true, update: true, export: true, actions: true },
    sales: { read: 'customer.owner = me' },
    sales_director: { read: 'customer.department in my_departments' },
    quality: { read: true, fields: { token: 'hidden' } },
    tech_lead: { read: true, fields: { token: 'hidden' } },
    warehouse: { read: true },
    planner: { read: true, fields: { token: 'hidden' } },
    manager: { create: true, read: true, update: true, export: true, import: true, actions: true },
    admin: { read: true, export: true, import: true },
  },
})
export type Equipment = Row<typeof equipment>

/** Under warranty up to and with its last day. */
export const inWarranty = (row: Pick<Equipment, 'warranty_to'>, today: string): boolean =>
  row.warranty_to !== null && today <= row.warranty_to
