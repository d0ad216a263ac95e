import { createRecord } from '../../kernel/records/write.ts'
import type { Tx } from '../../kernel/workspace/transact.ts'
import type { SeedPlaces } from './business.ts'

type Goods = {
  readonly code: string
  readonly name: string
  readonly spec: string
  readonly stock?: string
} & Readonly<Record<string, unknown>>

/**
 * What the demonstration company makes and keeps, with its opening stock. Production and quality refer to it
 * by code.
 */
const goods: readonly Goods[] = [
  {
    code: 'CP-GP20',
    name: '齿轮泵 GP-20',
    spec: '20 mL/r 16 MPa',
    kind: 'finished',
    make_or_buy: 'make',
    serial_tracked: true,
    warranty_months: '12',
    standard_cost: '820',
    stock: '6',
  },
  {
    code: 'CP-FZ300',
    name: '精密分度转台 FZ-300',
    spec: 'φ300 重复精度5″',
    kind: 'finished',
    make_or_buy: 'make',
    serial_tracked: true,
    warranty_months: '24',
    standard_cost: '18600',
    stock: '1',
  },
  // What the price list offers: what it costs is known, so that a quote at the list price asks nobody.
  {
    code: 'FL-D160',
    name: '法兰盘 D160',
    spec: 'SUS304',
    kind: 'finished',
    make_or_buy: 'make',
    standard_cost: '118',
  },
  {
    code: 'ZJ-200',
    name: '钣金支架 200',
    spec: 'SPCC 2.0',
    kind: 'finished',
    make_or_buy: 'make',
    standard_cost: '26.80',
  },
  {
    code: 'JX-482',
    name: '机箱外壳 482×177',
    spec: 'SPCC 1.2 喷粉',
    kind: 'finished',
    make_or_buy: 'make',
    standard_cost: '176',
  },
  {
    code: 'ZL-45',
    name: '传动轴 φ45',
    spec: '40Cr',
    kind: 'finished',
    make_or_buy: 'make',
    standard_cost: '98',
  },
  {
    code: 'LJ-KT20',
    name: '泵壳体',
    spec: 'ZL104 机加工',
    kind: 'part',
    make_or_buy: 'make',
    standard_cost: '210',
    stock: '12',
  },
  {
    code: 'CL-6061',
    name: '铝板 6061-T6',
    spec: '20×200×400 mm',
    unit: '块',
    kind: 'material',
    make_or_buy: 'buy',
    lead_time_days: '5',
    supplier: '苏州恒铝金属材料有限公司',
    standard_cost: '96',
    stock: '40',
  },
  {
    code: 'BZ-M8',
    name: '内六角螺钉 M8×30',
    spec: '12.9级',
    unit: '个',
    kind: 'material',
    make_or_buy: 'buy',
    lead_time_days: '3',
    supplier: '上海紧固件有限公司',
    standard_cost: '0.85',
    stock: '800',
  },
]

/** Cold-rolled sheets and a remnant, for the first nesting: material, mm, mm, mm, pieces. */
const sheets = [
  ['sheet', 'SPCC', '1.2', '1250', '2500', '8'],
  ['sheet', 'SPCC', '1.2', '1000', '2000', '2'],
  ['remnant', 'SPCC', '1.2', '820', '640', '1'],
] as const

export async function seedInventory(tx: Tx, { people }: SeedPlaces): Promise<void> {
  const owner = people['warehouse@demo.example']
  const place = await createRecord(tx, 'warehouse', { code: 'CK01', name: '主仓库', usual: true, owner })
  for (const { stock, ...one } of goods) {
    const item = await createRecord(tx, 'item', { ...one, owner })
    if (stock)
      await createRecord(tx, 'stock_move', {
        item: item.id,
        kind: 'receive',
        quantity: stock,
        warehouse: place.id,
        note: '期初库存',
        owner,
      })
  }
  for (const [kind, material, thickness_mm, width_mm, height_mm, quantity] of sheets)
    await createRecord(tx, 'sheet_stock', {
      kind,
      material,
      thickness_mm,
      width_mm,
      height_mm,
      quantity,
      place: '板材架 A',
      owner,
    })
}
