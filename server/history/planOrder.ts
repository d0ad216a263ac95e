import type { Wish } from './catalogue.ts'
import type { Dice } from './random.ts'
import type { Trail } from './step.ts'
import { planService } from './planService.ts'

/** From the signed contract through the shop floor to the customer's yard, and how the money comes. */
export function planOrder(dice: Dice, trail: Trail, wishes: readonly Wish[], late: boolean): void {
  const payer = dice.weigh([
    ['prompt', 56],
    ['slow', 28],
    ['late', 13],
    ['bad', 3],
  ] as const)
  trail.wait(1)
  trail.then(1, 'confirm')
  planPayment(dice, trail, { trigger: 'signing', due: 6, payer: payer === 'bad' ? 'late' : payer })
  trail.then(2, 'sign_off')
  if (dice.chance(0.03)) {
    trail.then(3, 'hold', { reason: '客户要求暂缓' })
    trail.wait(dice.between(3, 9))
    trail.then(1, 'resume')
  }
  trail.wait(1)
  const operations = Math.max(...wishes.map(({ product }) => product.way.length || 3))
  makeLot(dice, trail, operations, dice.chance(0.06))
  inspectLot(dice, trail, operations)
  trail.wait(late ? dice.between(4, 9) : dice.between(0, 3))
  trail.then(3, 'ship', { note: dice.pick(['德邦物流', '顺丰重货', '客户自提', '安能物流']) })
  trail.then(4, 'invoice', { invoice_number: String(dice.between(10_000_000, 99_999_999)) })
  planPayment(dice, trail, { trigger: 'shipment', due: 0, payer })
  planService(dice, trail, wishes)
  trail.wait(dice.between(5, 18))
  trail.then(3, 'accept_goods')
  planPayment(dice, trail, { trigger: 'acceptance', due: 30, payer })
}

function makeLot(dice: Dice, trail: Trail, operations: number, scrapped: boolean): void {
  trail.then(2, 'release_work')
  for (let at = 0; at < operations; at++) {
    trail.wait(dice.between(2, 5))
    trail.then(1, 'start_work')
    if (dice.chance(0.5)) trail.wait(1)
    trail.then(4, 'finish_work', { scrap: scrapped && at === 0 ? '1' : null })
  }
  trail.wait(1)
  if (!scrapped) return
  trail.then(2, 'inspect', { result: 'pass' })
  makeLot(dice, trail, operations, false)
}

/** Most lots pass; what does not is reworked, let through or made again. */
function inspectLot(dice: Dice, trail: Trail, operations: number): void {
  const fails = dice.chance(0.09)
  trail.then(
    2,
    'inspect',
    fails
      ? { result: 'fail', note: dice.pick(['尺寸超差', '表面划伤', '焊缝气孔', '装配间隙过大']) }
      : { result: 'pass' },
  )
  if (!fails) return
  trail.wait(1)
  const disposition = dice.weigh([
    ['rework', 60],
    ['use_as_is', 25],
    ['scrap', 15],
  ] as const)
  trail.then(2, 'dispose', {
    disposition,
    cause: dice.pick(['刀具磨损', '来料偏差', '操作失误', '工装松动']),
  })
  trail.wait(dice.between(1, 3))
  if (disposition === 'scrap') makeLot(dice, trail, operations, false)
  if (disposition !== 'use_as_is') trail.then(2, 'inspect', { result: 'pass' })
}

interface Owed {
  readonly trigger: 'signing' | 'shipment' | 'acceptance'
  readonly due: number
  readonly payer: 'prompt' | 'slow' | 'late' | 'bad'
}

/**
 * When an instalment reaches the bank, and who had to be called for it; a bad payer's last ones never come,
 * and some of those are written off.
 */
function planPayment(dice: Dice, trail: Trail, { trigger, due, payer }: Owed): void {
  const delay = {
    prompt: dice.between(-4, 1),
    slow: dice.between(2, 21),
    late: dice.between(15, 75),
    bad: dice.between(40, 110),
  }[payer]
  const way = dice.weigh([
    ['plain', 86],
    ['nameless', 6],
    ['halves', 5],
    ['stranger', 3],
  ] as const)
  const about = { trigger, way, memo: `货款${dice.between(1000, 9999)}` }
  if (delay > 5) trail.later(due + 4, 3, 'dun', { trigger })
  if (delay > 25) trail.later(due + 24, 3, 'dun', { trigger })
  if (payer === 'bad' && dice.chance(0.6)) {
    if (dice.chance(0.3)) trail.later(due + 180, 3, 'write_off', { trigger })
    return
  }
  trail.later(Math.max(1, due + delay), 3, 'pay', { ...about, half: way === 'halves' })
  if (way === 'halves') trail.later(Math.max(1, due + delay) + 12, 3, 'pay', { ...about, half: false })
  if (way !== 'plain') trail.later(Math.max(1, due + delay) + 16, 3, 'claim', about)
}
