import type { Wish } from './catalogue.ts'
import type { Dice } from './random.ts'
import type { Trail } from './step.ts'
import { planOrder } from './planOrder.ts'

export interface DealOdds {
  readonly wins: number
  readonly yields: number
  readonly wishes: readonly Wish[]
}

export interface QuotedLine {
  readonly code: string
  readonly quantity: string
  readonly discount: string
}

const losses = [
  ['price', 34],
  ['competitor', 22],
  ['no_reply', 16],
  ['cancelled', 12],
  ['delivery', 9],
  ['quality', 5],
  ['other', 2],
] as const
const notes: Readonly<Record<string, string>> = {
  price: '对方目标价低于我方底价',
  competitor: '客户选择了本地供应商',
  no_reply: '多次联系未果',
  cancelled: '项目推迟至明年',
  delivery: '要求交期过短',
  quality: '技术指标有差距',
  other: '客户内部调整',
}

/** A deal through its stages with the evidence each asks for, to its loss, to standstill, or to an order. */
export function planDeal(dice: Dice, trail: Trail, odds: DealOdds): void {
  const won = dice.chance(odds.wins)
  const ends = won
    ? 'won'
    : dice.weigh([
        ['first_contact', 26],
        ['requirement', 24],
        ['proposal', 18],
        ['negotiation', 32],
      ] as const)
  const stuck = !won && dice.chance(0.07)
  const lose = (): void => {
    const reason = dice.weigh(losses)
    trail.wait(dice.between(3, 15))
    if (!stuck) trail.then(3, 'lose', { reason, note: notes[reason] })
  }
  trail.wait(dice.between(1, 4))
  if (ends === 'first_contact') return lose()
  trail.then(3, 'qualify', {
    timetable: dice.pick(['两个月内', '本季度', '下季度', '三个月']),
    rival: dice.chance(0.3) ? dice.pick(['宁波海工', '东莞精工', '无锡华机', '上海科锐']) : null,
  })
  if (drawn.has(odds.wishes[0]!.product.line) && dice.chance(0.32))
    planDrawing(dice, trail, ends === 'requirement')
  trail.wait(dice.between(3, 11))
  if (ends === 'requirement') return lose()
  trail.then(3, 'meet', { minutes: String(dice.between(65, 150)), stamped: dice.chance(0.4) })
  trail.wait(dice.between(3, 9))
  if (ends === 'proposal') return lose()
  trail.then(3, 'sample')
  trail.wait(dice.between(1, 4))
  const lines = planQuote(dice, trail, odds)
  trail.wait(dice.between(3, 12))
  if (!won) {
    if (!stuck) trail.then(2, 'decline', { reason: '价格未达预期' })
    return lose()
  }
  trail.then(2, 'accept', { purchase_order: `PO-${dice.between(100_000, 999_999)}` })
  trail.then(3, 'contract')
  trail.then(4, 'approve_contract')
  trail.wait(dice.between(1, 5))
  trail.then(2, 'sign')
  planOrder(dice, trail, odds.wishes, lines.late)
}

/** Lines whose customers send drawings. */
const drawn: ReadonlySet<string> = new Set(['machining', 'sheet_metal', 'mould'])

/**
 * A sheet from the customer and, mostly in time, what the technical lead says of it; what cannot be made is
 * not sold.
 */
function planDrawing(dice: Dice, trail: Trail, ends: boolean): void {
  trail.then(3, 'draw', { mark: dice.between(0, 1_000_000) })
  const verdict =
    ends && dice.chance(0.4)
      ? 'infeasible'
      : dice.weigh([
          ['feasible', 75],
          ['conditional', 25],
        ] as const)
  trail.later(
    dice.weigh([
      [1, 80],
      [2, 15],
      [4, 5],
    ] as const),
    4,
    'conclude',
    {
      verdict,
      rohs: dice.weigh([
        ['not_asked', 60],
        ['yes', 40],
      ] as const),
      moq_confirmed: true,
      conditions:
        verdict === 'conditional'
          ? dice.pick(['孔位公差放宽至±0.1', '板厚改用标准规格', '表面处理外协，交期加5天'])
          : null,
      note: verdict === 'infeasible' ? '超出设备行程' : '图纸清晰，可按常规工艺加工',
    },
  )
}

/**
 * The quote: approved by rule or by people, now and then sent back, now and then revised after a word with
 * the customer.
 */
function planQuote(dice: Dice, trail: Trail, { yields, wishes }: DealOdds): { readonly late: boolean } {
  const steep = dice.chance(yields)
  const discount = steep
    ? dice.weigh([
        [dice.between(6, 12), 8],
        [dice.between(16, 18), 1],
      ] as const)
    : dice.between(0, 5)
  const late = dice.chance(0.05)
  const special = dice.chance(0.1)
  const lines: readonly QuotedLine[] = wishes.map(({ product, quantity }) => ({
    code: product.code,
    quantity: String(quantity),
    discount: String(discount),
  }))
  trail.then(2, 'quote', {
    lines,
    delivery_days: String(late ? 60 : dice.between(20, 40)),
    committed_days: '45',
    special_terms: special
      ? dice.pick(['出货附材质报告', '按RoHS 3执行，附检测报告', '木箱包装，防潮防震', '首件须客户确认'])
      : null,
  })
  const needed = discount > 5 || late
  const refused = needed && dice.chance(0.08)
  if (needed || special) trail.then(3, 'approve_quote', { verb: refused ? 'reject' : 'approve' })
  if (refused) {
    trail.wait(1)
    trail.then(2, 'requote', { discount: '5', delivery_days: '40' })
    if (special) trail.then(3, 'approve_quote', { verb: 'approve' })
  }
  trail.wait(1)
  trail.then(1, 'send')
  if (dice.chance(0.18)) {
    const more = refused ? 4 : Math.min(18, discount + dice.between(1, 3))
    trail.wait(dice.between(3, 7))
    trail.then(2, 'revise', { discount: String(more) })
    trail.then(3, 'approve_quote', { verb: 'approve' })
    trail.wait(1)
    trail.then(1, 'send')
  }
  return { late }
}
