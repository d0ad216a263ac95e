import type { Dice } from './random.ts'

export interface Product {
  readonly code: string
  readonly name: string
  readonly spec: string
  readonly line: 'machining' | 'sheet_metal' | 'environmental' | 'automation' | 'mould' | 'other'
  /** CNY without tax. */
  readonly price: number
  /** Share of the price that it costs to make. */
  readonly cost: number
  /** Most pieces in one order. */
  readonly most: number
  /** Operation, work centre, minutes a piece. */
  readonly way: readonly (readonly [string, string, number])[]
  /** Bought from there and sold on; made in the house unless told. */
  readonly supplier?: string
}

/**
 * What the demonstration company sells. The first two are in the seed already, with routings of their own.
 */
export const catalogue: readonly Product[] = [
  {
    code: 'CP-GP20',
    name: '齿轮泵 GP-20',
    spec: '20 mL/r 16 MPa',
    line: 'other',
    price: 1380,
    cost: 0.62,
    most: 24,
    way: [],
  },
  {
    code: 'CP-FZ300',
    name: '精密分度转台 FZ-300',
    spec: 'φ300 重复精度5″',
    line: 'machining',
    price: 28600,
    cost: 0.65,
    most: 6,
    way: [
      ['精加工', '加工中心', 320],
      ['装配', '装配线', 240],
      ['精度检测', '检测间', 90],
    ],
  },
  {
    code: 'JG-JJ800',
    name: '精密机架组件 JJ-800',
    spec: '800×600 mm',
    line: 'machining',
    price: 12800,
    cost: 0.66,
    most: 12,
    way: [
      ['铣削', '加工中心', 180],
      ['镗孔', '加工中心', 120],
    ],
  },
  {
    code: 'JG-XT500',
    name: '减速箱体 XT-500',
    spec: 'HT250',
    line: 'machining',
    price: 6900,
    cost: 0.63,
    most: 20,
    way: [
      ['粗铣', '加工中心', 90],
      ['精镗', '加工中心', 110],
    ],
  },
  {
    code: 'BJ-JG19',
    name: '19寸服务器机柜',
    spec: '42U SPCC 1.5',
    line: 'sheet_metal',
    price: 4200,
    cost: 0.6,
    most: 30,
    way: [
      ['激光切割', '激光', 25],
      ['折弯', '折弯机', 40],
      ['喷粉', '喷涂线', 30],
    ],
  },
  {
    code: 'BJ-KZ60',
    name: '不锈钢控制箱 KZ-60',
    spec: 'SUS304 2.0',
    line: 'sheet_metal',
    price: 2650,
    cost: 0.58,
    most: 40,
    way: [
      ['激光切割', '激光', 18],
      ['折弯焊接', '焊接', 55],
    ],
  },
  {
    code: 'HB-20',
    name: '活性炭吸附塔 HB-20',
    spec: '20000 m³/h',
    line: 'environmental',
    price: 96000,
    cost: 0.68,
    most: 3,
    way: [
      ['下料', '激光', 480],
      ['卷板焊接', '焊接', 1200],
      ['总装', '装配线', 900],
    ],
  },
  {
    code: 'HB-TL08',
    name: '脱硫塔 TL-08',
    spec: 'φ2800 SUS316L',
    line: 'environmental',
    price: 198000,
    cost: 0.7,
    most: 2,
    way: [
      ['下料', '激光', 720],
      ['焊接', '焊接', 2400],
      ['酸洗', '表面处理', 480],
    ],
  },
  {
    code: 'ZD-SL6',
    name: '六轴上下料单元 SL-6',
    spec: '负载20 kg',
    line: 'automation',
    price: 186000,
    cost: 0.69,
    most: 3,
    way: [
      ['机架加工', '加工中心', 600],
      ['装配接线', '装配线', 1500],
      ['联调', '调试区', 960],
    ],
  },
  {
    code: 'ZD-JC2',
    name: '视觉检测台 JC-2',
    spec: '500万像素',
    line: 'automation',
    price: 88000,
    cost: 0.64,
    most: 4,
    way: [
      ['装配', '装配线', 720],
      ['标定', '调试区', 360],
    ],
  },
  {
    code: 'MJ-QC45',
    name: '汽车内饰件注塑模',
    spec: '1出2 热流道',
    line: 'mould',
    price: 145000,
    cost: 0.7,
    most: 2,
    way: [
      ['电极加工', '加工中心', 900],
      ['型腔放电', '电火花', 1400],
      ['试模', '试模区', 480],
    ],
  },
  {
    code: 'MJ-DK12',
    name: '接插件精密模具',
    spec: '1出8',
    line: 'mould',
    price: 62000,
    cost: 0.66,
    most: 3,
    way: [
      ['慢走丝', '线切割', 800],
      ['试模', '试模区', 300],
    ],
  },
]

/** Spare parts that are bought when somebody orders them. */
export const spares: readonly Product[] = [
  {
    code: 'WG-MF20',
    name: '齿轮泵机械密封套件',
    spec: '配 GP-20',
    line: 'other',
    price: 168,
    cost: 0.6,
    most: 60,
    way: [],
    supplier: '苏州密友密封件有限公司',
  },
  {
    code: 'WG-ZC7010',
    name: '主轴角接触轴承 7010',
    spec: 'P4 配对',
    line: 'machining',
    price: 620,
    cost: 0.66,
    most: 60,
    way: [],
    supplier: '上海轴安轴承贸易有限公司',
  },
]

export const productOf = (code: unknown): Product =>
  [...catalogue, ...spares].find((product) => product.code === code)!

export interface Wish {
  readonly product: Product
  readonly quantity: number
}

/** What somebody wants: mostly one product, now and then something to go with it. */
export function inventWishes(dice: Dice): readonly Wish[] {
  const main = dice.weigh(
    catalogue.map(
      (product) =>
        [product, product.line === 'environmental' || product.line === 'automation' ? 2 : 1.6] as const,
    ),
  )
  const wish = (product: Product): Wish => ({
    product,
    quantity: Math.max(1, Math.round(product.most * dice.next() ** 1.4)),
  })
  const others = catalogue.filter((product) => product.line === main.line && product !== main)
  return [wish(main), ...(others.length > 0 && dice.chance(0.25) ? [wish(dice.pick(others))] : [])]
}
