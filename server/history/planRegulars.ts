import { catalogue, spares, type Product } from './catalogue.ts'
import { throwDice, type Dice } from './random.ts'
import { sellerPlans } from './sellers.ts'
import type { Step } from './step.ts'

/**
 * How far the business of a regular customer has come when the history ends, so that there is work on every
 * desk whatever chance brought.
 */
interface Standing {
  /** The last thing that anybody did about it. */
  readonly until: string
  /** Whose customer it is, as a place among the sellers: 0 and 4 are the logins of the demonstration. */
  readonly seller: number
  /** Worked days before the last one; 0 unless told. */
  readonly ago?: number
  /** What the day of the last deed and those after bring beside it. */
  readonly then?: readonly Deed[]
  readonly discount?: string
  readonly special?: string
  readonly spare?: true
  /** Fails its inspection. */
  readonly faulty?: true
  /** The manager, or finance, still has to answer after the director. */
  readonly half?: true
  /** The same customer and the same goods as the standing before: two debts that look alike. */
  readonly twin?: true
}

/** Worked days after the last deed (before it, when below nought), slot, verb. */
type Deed = readonly [number, number, string, Readonly<Record<string, unknown>>?]

const call = (said: string, unit: number) => ({ said, unit, contact: '设备科李工', phone: '13700001234' })

const standings: readonly Standing[] = [
  { until: 'draw', seller: 0 },
  { until: 'quote', seller: 4, discount: '9', then: [[0, 3, 'register_deal']] },
  { until: 'approve_quote', seller: 0, discount: '16', half: true },
  { until: 'accept', seller: 0 },
  { until: 'accept', seller: 4, ago: 1 },
  { until: 'contract', seller: 5 },
  { until: 'approve_contract', seller: 4, half: true },
  { until: 'approve_contract', seller: 0 },
  { until: 'sign', seller: 4 },
  { until: 'confirm', seller: 1, special: '出货附材质报告与首件检测记录' },
  { until: 'sign_off', seller: 5 },
  { until: 'release_work', seller: 2 },
  { until: 'start_work', seller: 0 },
  { until: 'start_work', seller: 6, then: [[0, 4, 'pause_work', { reason: '等待刀具' }]] },
  {
    until: 'finish_work',
    seller: 4,
    then: [
      [-6, 3, 'register_deal'],
      [-5, 4, 'approve_deal'],
    ],
  },
  {
    until: 'inspect',
    seller: 3,
    faulty: true,
    then: [[-3, 4, 'amend', { what: '交货期顺延一周', reason: '客户厂房未就绪' }]],
  },
  { until: 'inspect', seller: 0 },
  { until: 'sign_off', seller: 4, spare: true },
  { until: 'sign_off', seller: 7, spare: true, ago: 1, then: [[1, 2, 'order_goods']] },
  {
    until: 'ship',
    seller: 4,
    ago: 2,
    then: [
      [1, 1, 'call_for_help', call('主轴运转异响', 0)],
      [1, 2, 'respond', { said: '主轴运转异响' }],
      [2, 2, 'visit', { said: '主轴运转异响' }],
      [2, 1, 'call_for_help', call('液压站渗油', 1)],
      [2, 2, 'respond', { said: '液压站渗油' }],
      [2, 4, 'call_in_vain', call('操作面板无显示', 2)],
    ],
  },
  { until: 'sign', seller: 0, ago: 8, then: [[0, 2, 'confirm']] },
  {
    until: 'sign',
    seller: 0,
    ago: 7,
    twin: true,
    then: [
      [0, 2, 'confirm'],
      [6, 3, 'pay', { trigger: 'signing', way: 'nameless', memo: '货款' }],
      [7, 3, 'stray'],
    ],
  },
]

/**
 * What happens on the days of such a deal, slot and verb; the second day of work goes into the last
 * operation.
 */
const days: readonly (readonly (readonly [number, string])[])[] = [
  [
    [0, 'reorder'],
    [0, 'qualify'],
    [2, 'draw'],
    [2, 'meet'],
    [3, 'sample'],
  ],
  [
    [0, 'quote'],
    [2, 'approve_quote'],
    [3, 'send'],
  ],
  [
    [0, 'accept'],
    [2, 'contract'],
    [3, 'approve_contract'],
  ],
  [[1, 'sign']],
  [
    [0, 'confirm'],
    [1, 'pay'],
    [2, 'sign_off'],
    [3, 'release_work'],
  ],
  [
    [1, 'start_work'],
    [4, 'finish_work'],
  ],
  [
    [1, 'start_work'],
    [4, 'finish_work'],
  ],
  [
    [1, 'inspect'],
    [3, 'ship'],
  ],
]

/**
 * Steps of the regular customers in the last weeks, the same for the same seed. Each ends on the last worked
 * day before the present, for of the present day nobody knows how much of it has passed; what would have
 * begun before the history does not happen.
 * @param worked the worked days before the present, in order
 */
export function planRegulars(seed: number, rounds: number, worked: readonly number[]): readonly Step[] {
  return Array.from({ length: rounds }).flatMap((_, round) =>
    standings.flatMap((standing, place) => {
      const index = round * standings.length + place
      const walk = walkOf(standing)
      const begins = worked.length - (standing.ago ?? 0) - walk.length
      if (begins < 0) return []
      const story = { index, part: 'regular' } as const
      const data = dataFor(
        throwDice(seed, 'regular', standing.twin ? index - 1 : index),
        standing,
        index,
        round,
      )
      const step = (
        nth: number,
        slot: number,
        verb: string,
        about: Step['data'] = data[verb] ?? {},
      ): Step => ({ day: worked[begins + nth]!, slot, verb, story, data: about })
      return [
        ...walk.flatMap((verbs, nth) => verbs.map(([slot, verb]) => step(nth, slot, verb))),
        ...(standing.then ?? []).map(([after, slot, verb, about]) =>
          step(walk.length - 1 + after, slot, verb, about),
        ),
      ]
    }),
  )
}

/**
 * The days up to the last deed: a verb that comes twice is meant the second time, except that what is started
 * is the first operation.
 */
function walkOf({ until, spare }: Standing): readonly (readonly (readonly [number, string])[])[] {
  const ways = days.map((verbs) =>
    verbs.filter(([, verb]) => (verb !== 'draw' || until === 'draw') && !(spare && made.has(verb))),
  )
  const holds = (verbs: (typeof ways)[number]) => verbs.some(([, verb]) => verb === until)
  const end = until === 'start_work' ? ways.findIndex(holds) : ways.findLastIndex(holds)
  return ways
    .slice(0, end + 1)
    .map((verbs, nth) =>
      nth < end ? verbs : verbs.slice(0, verbs.findIndex(([, verb]) => verb === until) + 1),
    )
}
/** Of what is bought, nothing is made or inspected. */
const made: ReadonlySet<string> = new Set(['release_work', 'start_work', 'finish_work', 'inspect'])

/** Products of exactly two operations, so that the two days of work finish them. */
const products: readonly Product[] = catalogue.filter(
  ({ way }) => way.length === 2 && way.every(([, , minutes]) => minutes < 300),
)

/** What each verb wants to know. */
function dataFor(
  dice: Dice,
  { seller, discount = '3', special, spare, faulty, half, twin }: Standing,
  index: number,
  round: number,
): Readonly<Record<string, Step['data']>> {
  const product = dice.pick(spare ? spares : products)
  const quantity = String(spare ? dice.between(20, 60) : dice.between(3, 8))
  const answers = { verb: 'approve', answers: half ? 1 : null }
  return {
    reorder: {
      seller: (seller + round) % sellerPlans.length,
      code: product.code,
      quantity,
      like: twin ? index - 1 : null,
    },
    qualify: { timetable: '本月', rival: null },
    draw: { mark: index },
    meet: { minutes: '75', stamped: true },
    quote: {
      lines: [{ code: product.code, quantity, discount }],
      delivery_days: '30',
      committed_days: '45',
      special_terms: special ?? null,
    },
    approve_quote: answers,
    accept: { purchase_order: `PO-${dice.between(100_000, 999_999)}` },
    approve_contract: answers,
    pay: { trigger: 'signing', way: 'plain', memo: '预付款' },
    inspect: faulty ? { result: 'fail', note: '孔径超差 0.05 mm' } : { result: 'pass' },
  }
}
