import { inventFirm, type Firm } from './companies.ts'
import { inventWishes, type Wish } from './catalogue.ts'
import { throwDice } from './random.ts'
import { isFair } from './season.ts'
import type { Strength } from './sellers.ts'
import { startTrail, type Step, type Walking } from './step.ts'
import { planDeal } from './planDeal.ts'

export interface LeadPlan extends Firm {
  readonly index: number
  readonly source: 'website' | 'exhibition' | 'platform' | 'referral' | 'phone' | 'wecom' | 'mail'
  /** Whoever brought it in themselves, as a place among the sellers; null where the rules route it. */
  readonly brought_by: number | null
  readonly wishes: readonly Wish[]
  /** CNY with tax. */
  readonly budget: string
  readonly message: string
  /** Somebody who asked before. */
  readonly again: boolean
}

const openings = [
  '需要一批',
  '询价',
  '新产线采购',
  '老设备更换',
  '替代现有供应商的',
  '项目投标用',
  '样品试制后批量采购',
]

/** Who asks for what on a day; the same for the same seed and index. */
export function planLead(seed: number, index: number, date: string, sellers: number): LeadPlan {
  const dice = throwDice(seed, 'lead', index)
  const again = index > 30 && dice.chance(0.07)
  const known = again ? index - dice.between(5, Math.min(index, 600)) : index
  const firm = inventFirm(throwDice(seed, 'firm', known), known)
  const wishes = inventWishes(dice)
  const source =
    isFair(date) && dice.chance(0.7)
      ? 'exhibition'
      : dice.weigh([
          ['website', 30],
          ['platform', 16],
          ['exhibition', 8],
          ['phone', 18],
          ['referral', 14],
          ['wecom', 9],
          ['mail', 5],
        ] as const)
  const worth =
    wishes.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0) *
    1.13 *
    (0.85 + 0.4 * dice.next())
  return {
    ...firm,
    index,
    source,
    wishes,
    again,
    brought_by: ['website', 'platform', 'exhibition'].includes(source) ? null : dice.between(0, sellers - 1),
    budget: String(Math.max(1000, Math.round(worth / 1000) * 1000)),
    message: `${dice.pick(openings)}${wishes.map(({ product, quantity }) => `${product.name}${quantity}套`).join('、')}`,
  }
}

const reasons = [
  ['无真实需求', 24],
  ['预算不足', 18],
  ['超出加工能力', 10],
  ['仅询价比价', 20],
  ['联系不上', 16],
  ['同行打探', 5],
  ['交期无法满足', 7],
] as const
const talks = ['介绍了公司产能与案例', '了解图纸与批量', '对方正在比价', '确认预算与决策流程', '约定发送资料']

/**
 * What becomes of a lead in the hands of a seller: first call, then nothing, or a deal with all that follows.
 */
export function planLife(
  seed: number,
  plan: LeadPlan,
  strength: Strength,
  walking: Omit<Walking, 'story'>,
): readonly Step[] {
  const dice = throwDice(seed, 'life', plan.index)
  const trail = startTrail({ ...walking, story: { index: plan.index, part: 'lead' } })
  const intent = dice.weigh([
    ['high', 25],
    ['mid', 45],
    ['low', 30],
  ] as const)
  const worth = dice.chance(
    strength.converts * (intent === 'high' ? 1.35 : intent === 'mid' ? 1 : 0.7) * (plan.again ? 1.3 : 1),
  )
  const quick = dice.chance(strength.quick)
  if (!walking.isWorked(trail.day) || (!quick && dice.chance(0.3))) trail.wait(1)
  trail.then(quick ? 1 : 2, 'touch', {
    content: dice.pick(talks),
    minutes: String(dice.between(3, 25)),
    intent,
    next_action: dice.chance(0.12) ? '发送公司资料与案例' : null,
  })
  trail.wait(dice.between(0, 3))
  if (worth) {
    trail.then(3, 'convert', {
      name: `${plan.company.slice(0, 4)} ${plan.wishes.map(({ product }) => product.name).join('、')}`.slice(
        0,
        80,
      ),
    })
    planDeal(throwDice(seed, 'deal', plan.index), trail, {
      wins: strength.wins * (intent === 'low' ? 0.7 : 1.05),
      yields: strength.yields,
      wishes: plan.wishes,
    })
  } else if (dice.chance(0.02)) trail.then(3, 'release', { reason: '暂无精力跟进' })
  else
    trail.then(3, 'disqualify', { reason: plan.again && dice.chance(0.5) ? '重复线索' : dice.weigh(reasons) })
  return trail.steps
}
