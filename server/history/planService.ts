import { inventWishes, type Wish } from './catalogue.ts'
import { throwDice, type Dice } from './random.ts'
import type { Trail } from './step.ts'

const faults = [
  '运行异响',
  '渗漏',
  '定位精度下降',
  '控制柜报警',
  '电机过热',
  '传感器无信号',
  '焊缝开裂',
  '气缸动作慢',
]
const cures = ['更换密封件并调整间隙', '重新校准并更新参数', '更换传感器', '紧固并补焊', '清理并加注润滑油']

/** Trouble after the delivery: a call, a visit, a signature, a score, and now and then the next deal. */
export function planService(dice: Dice, trail: Trail, wishes: readonly Wish[]): void {
  if (wishes[0]!.product.price > 20_000 && dice.chance(0.3))
    trail.later(3, 4, 'plan_care', { name: '半年保养' })
  for (
    let left = dice.weigh([
      [0, 60],
      [1, 27],
      [2, 13],
    ] as const);
    left > 0;
    left--
  ) {
    const on = dice.between(20, 420)
    const [said, cured] = [dice.pick(faults), dice.pick(cures)]
    const call = {
      said: `${said}（第${dice.between(1, 30)}台班）`,
      contact: '现场张师傅',
      phone: `137${dice.between(10_000_000, 99_999_999)}`,
      unit: dice.between(0, 5),
    }
    const about = { said: call.said }
    trail.later(on, 1, 'call_for_help', call)
    trail.later(on, dice.chance(0.8) ? 2 : 4, 'respond', about)
    const visit = on + dice.between(1, 3)
    trail.later(visit, 2, 'visit', about)
    trail.later(visit, 4, 'resolve', {
      ...about,
      cured,
      cost: String(dice.between(2, 28) * 100),
      part: dice.chance(0.4) ? dice.pick(['密封圈', '接近开关', '轴承', '电磁阀']) : null,
    })
    if (dice.chance(0.8))
      trail.later(visit + 3, 4, 'rate', {
        ...about,
        score: dice.weigh([
          ['5', 55],
          ['4', 30],
          ['3', 10],
          ['2', 3],
          ['1', 2],
        ] as const),
      })
    if (left === 1 && dice.chance(0.25))
      trail.later(visit + 2, 2, 'raise', { ...about, chance: dice.between(0, 1_000_000) })
  }
}

/** The deal that an engineer saw, in the hands of whoever has the customer. */
export const wishesRaised = (seed: number, index: number, chance: number): readonly Wish[] =>
  inventWishes(throwDice(seed, 'raised', index, chance)).slice(0, 1)
