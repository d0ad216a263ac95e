import { Decimal } from 'decimal.js'
import {
  defineDecision,
  defineGuard,
  refuse,
  type AnyObject,
  type AnyRow,
  type Work,
} from '../../model/index.ts'
import { orderLine } from '../orders/index.ts'
import { item, type Item } from './item.ts'
import { purchaseRequest } from './purchaseRequest.ts'
import { stockMove } from './stockMove.ts'

const measured = [
  'kg',
  '千克',
  '公斤',
  'g',
  '克',
  't',
  '吨',
  'm',
  '米',
  'mm',
  '毫米',
  'cm',
  '厘米',
  'km',
  '千米',
  '㎡',
  'm²',
  'm2',
  '平方米',
  '平米',
  'm³',
  'm3',
  '立方米',
  '方',
  'L',
  'l',
  '升',
  'mL',
  'ml',
  '毫升',
  'h',
  '小时',
  '工时',
]

/**
 * Which units are counted and which are measured, unless an item says otherwise (`item.counted`). What is not
 * named here is counted.
 */
export const unitCounting = defineDecision('unit_counting', {
  label: { zh: '计量单位：整数或可分', en: 'Units: counted or measured' },
  hit_policy: 'F',
  inputs: [{ name: 'unit', label: { zh: '单位', en: 'Unit' }, expression: 'unit', type: 'string' }],
  outputs: [
    { name: 'divisible', label: { zh: '可以有小数', en: 'Divisible' }, type: 'boolean', default: 'false' },
  ],
  rules: [
    {
      id: 'measured',
      when: [measured.map((unit) => `"${unit}"`).join(', ')],
      then: ['true'],
      note: {
        zh: '重量、长度、面积、体积、时间可以有小数',
        en: 'Weight, length, area, volume and time are measured',
      },
    },
  ],
})

/** How a thing is counted: by what its item says, else by its unit. */
export async function isDivisible(
  work: Work,
  one: { readonly item?: Pick<Item, 'counted' | 'unit'> | null; readonly unit?: string | null },
): Promise<boolean> {
  if (one.item?.counted) return one.item.counted === 'divisible'
  return (await work.decide('unit_counting', { unit: one.item?.unit ?? one.unit ?? '件' })).result === true
}

interface Counted {
  readonly item: string | null
  readonly unit?: string | null
  readonly name?: string
}

/** Refuses `whole_units` for a part of a piece; a whole number asks nothing. */
export async function refuseFractions(
  work: Work,
  { item: id, unit, name }: Counted,
  quantities: Readonly<Record<string, string | null | undefined>>,
): Promise<void> {
  for (const [field, quantity] of Object.entries(quantities)) {
    if (quantity === null || quantity === undefined || new Decimal(quantity).isInteger()) continue
    const known = id ? await work.first(item, { where: 'id = the_item', with: { the_item: id } }) : null
    if (await isDivisible(work, { item: known, unit })) continue
    const [what, by] = [known?.name ?? name ?? '', known?.unit ?? unit ?? '件']
    throw refuse(
      'whole_units',
      {
        zh: `“${what}”按${by}计数，数量 ${quantity} 应为整数；可分的物料请在物料上改为“可分”`,
        en: `"${what}" is counted by ${by}: ${quantity} is no whole number. A thing that can be divided is marked so on its item`,
      },
      { field },
    )
  }
}

/**
 * Holds the quantities of an object to whole pieces where they are set or changed; what stands from earlier
 * times is not stumbled over.
 */
export function wholePieces(object: AnyObject, fields: readonly string[], of: (row: AnyRow) => Counted) {
  return defineGuard(object, 'whole_pieces', async (work, after, before) => {
    const [now, then] = [after as AnyRow, before as AnyRow | null]
    await refuseFractions(
      work,
      of(now),
      Object.fromEntries(
        fields.filter((name) => now[name] !== then?.[name]).map((name) => [name, now[name]]),
      ),
    )
  })
}

/** A need that stands on the shelf in whole pieces is rounded up, so that it is never short. */
export const wholeNeed = (quantity: Decimal, divisible: boolean): Decimal =>
  divisible ? quantity : quantity.ceil()

export const wholeStock = [
  wholePieces(orderLine, ['quantity'], (row) => ({ item: row.item, unit: row.unit, name: row.name })),
  wholePieces(stockMove, ['quantity'], (row) => ({ item: row.item })),
  wholePieces(purchaseRequest, ['quantity', 'received'], (row) => ({ item: row.item })),
  wholePieces(item, ['safety_stock'], (row) => ({ item: row.id })),
]
