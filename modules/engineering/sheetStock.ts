import {
  bool,
  choice,
  defineAction,
  defineObject,
  json,
  number,
  reference,
  refuse,
  text,
} from '../../model/index.ts'
import { Decimal } from 'decimal.js'
import type { Taken } from './layInRows.ts'

const sizes = {
  thickness: { zh: '板厚（mm）', en: 'Thickness (mm)' },
  width: { zh: '宽（mm）', en: 'Width (mm)' },
  height: { zh: '长（mm）', en: 'Length (mm)' },
  count: { zh: '张数', en: 'Pieces' },
} as const

/**
 * Sheets that lie in stock, whole ones and what was left of others. The nesting takes them before sheets are
 * bought.
 */
export const sheetStock = defineObject('sheet_stock', {
  label: { zh: '板材与余料', en: 'Sheets and remnants' },
  module: 'inventory',
  title: 'number',
  number: 'BC{yyyy}{MM}-{0000}',
  fields: {
    kind: choice(
      { sheet: { zh: '整板', en: 'Whole sheet' }, remnant: { zh: '余料', en: 'Remnant' } },
      { required: true, default: 'sheet', label: { zh: '类别', en: 'Kind' } },
    ),
    material: text({
      required: true,
      max: 80,
      search: true,
      index: true,
      label: { zh: '材料', en: 'Material' },
    }),
    thickness_mm: number({ required: true, min: 0.01, label: { zh: '板厚（mm）', en: 'Thickness (mm)' } }),
    width_mm: number({ required: true, min: 1, label: { zh: '宽（mm）', en: 'Width (mm)' } }),
    height_mm: number({ required: true, min: 1, label: { zh: '长（mm）', en: 'Length (mm)' } }),
    quantity: number({
      required: true,
      default: '1',
      scale: 0,
      min: 0,
      label: { zh: '现存张数', en: 'In stock' },
    }),
    place: text({ max: 120, label: { zh: '存放位置', en: 'Where it lies' } }),
    sheet_use: reference('sheet_use', {
      inverse: 'remnants',
      readonly: true,
      label: { zh: '来自领用', en: 'Left of' },
    }),
    drawing: reference('drawing', { readonly: true, label: { zh: '来自图纸', en: 'Left of drawing' } }),
  },
  list: {
    columns: [
      'number',
      'kind',
      'material',
      'thickness_mm',
      'width_mm',
      'height_mm',
      'quantity',
      'place',
      'sheet_use',
      'created_at',
    ],
    sort: '-created_at',
    filters: ['kind', 'material'],
  },
  form: [
    ['kind', 'material', 'thickness_mm'],
    ['width_mm', 'height_mm', 'quantity'],
    ['place', 'sheet_use', 'drawing'],
  ],
  access: {
    warehouse: { create: true, read: true, update: true, export: true, import: true },
    planner: { create: true, read: true, update: true, export: true },
    purchaser: { read: true, export: true },
    tech_lead: { create: true, read: true, update: true, export: true },
    worker: { read: true },
    sales: { read: true },
    sales_director: { read: true },
    finance: { read: true },
    manager: { create: true, read: true, update: true, delete: true, export: true, import: true },
    admin: { create: true, read: true, update: true, import: true },
  },
})

/**
 * Sheets taken for a batch by its nesting: what left stock, what was new, and what of it came back as
 * remnants.
 */
export const sheetUse = defineObject('sheet_use', {
  label: { zh: '板材领用', en: 'Sheets used' },
  module: 'inventory',
  title: 'number',
  number: 'BL{yyyy}{MM}-{0000}',
  fields: {
    drawing: reference('drawing', {
      required: true,
      readonly: true,
      inverse: 'sheet_uses',
      label: { zh: '图纸', en: 'Drawing' },
    }),
    purpose: text({
      required: true,
      readonly: true,
      max: 120,
      search: true,
      label: { zh: '用于', en: 'For' },
    }),
    batch: number({ required: true, readonly: true, label: { zh: '批量', en: 'Batch' } }),
    material: text({ readonly: true, max: 80, label: { zh: '材料', en: 'Material' } }),
    thickness_mm: number({ readonly: true, label: { zh: '板厚（mm）', en: 'Thickness (mm)' } }),
    loss_rate: number({ readonly: true, label: { zh: '损耗率', en: 'Loss rate' } }),
    taken: json({
      readonly: true,
      columns: {
        number: { zh: '库存编号（空为新购整板）', en: 'Stock number (empty: a new sheet)' },
        ...sizes,
      },
      label: { zh: '用料', en: 'Taken' },
    }),
    returned: json({
      readonly: true,
      columns: { number: { zh: '余料编号', en: 'Remnant' }, ...sizes },
      label: { zh: '余料入库', en: 'Kept as remnants' },
    }),
    new_sheets: number({ readonly: true, label: { zh: '新购整板（张）', en: 'New sheets' } }),
    undone: bool({ default: false, readonly: true, label: { zh: '已退回', en: 'Put back' } }),
  },
  list: {
    columns: [
      'number',
      'drawing',
      'purpose',
      'batch',
      'material',
      'thickness_mm',
      'loss_rate',
      'new_sheets',
      'undone',
      'created_at',
    ],
    sort: '-created_at',
    filters: ['material', 'undone'],
  },
  form: [
    ['drawing', 'purpose', 'batch'],
    ['material', 'thickness_mm', 'loss_rate'],
    ['taken'],
    ['returned'],
    ['new_sheets', 'undone'],
  ],
  related: ['remnants'],
  access: {
    planner: { read: true, export: true, actions: ['put_back'] },
    warehouse: { read: true, export: true, actions: ['put_back'] },
    tech_lead: { read: true, export: true, actions: true },
    purchaser: { read: true },
    worker: { read: true },
    finance: { read: true },
    manager: { read: true, export: true, actions: true },
    admin: { read: true },
  },
})

/** What was noted as taken in error goes back as it was, as long as nobody has cut into its remnants. */
export const putSheetsBack = defineAction(sheetUse, 'put_back', {
  label: { zh: '退回板材', en: 'Put back' },
  when: 'undone = false',
  because: { zh: '已经退回', en: 'It has been put back' },
  async run(work, row) {
    const remnants = await work.find(sheetStock, {
      where: 'sheet_use = use',
      with: { use: row.id },
      sort: 'created_at',
    })
    for (const { id } of remnants) {
      const left = await work.get(sheetStock, id)
      if (Number(left.quantity) < 1)
        throw refuse(
          'remnant_used',
          {
            zh: `余料 ${left.number} 已被领用，不能退回`,
            en: `The remnant ${left.number} has been used: nothing can be put back`,
          },
          { status: 409 },
        )
      await work.change(sheetStock, id, { quantity: '0' })
    }
    const fromStock = (row.taken as readonly Taken[]).filter(({ stock }) => stock)
    for (const { stock, count } of [...fromStock].sort((a, b) => a.stock!.localeCompare(b.stock!))) {
      const kept = await work.get(sheetStock, stock!)
      await work.change(sheetStock, kept.id, { quantity: new Decimal(kept.quantity).plus(count).toFixed() })
    }
    const changed = await work.change(sheetUse, row.id, { undone: true })
    await work.emit('sheet_use.put_back', { object: 'sheet_use', record: row.id, drawing: row.drawing })
    return changed
  },
})
