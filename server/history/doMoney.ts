import { storeContent } from '../../kernel/files/files.ts'
import type { AnyRow } from '../../model/index.ts'
import { throwDice } from './random.ts'
import type { Step } from './step.ts'
import { act, as, dateOf, find, first, orderOf, sellerOf, type Deed, type World } from './world.ts'

/** What is owed for an instalment and not paid yet. */
const owed = async (world: World, { story, data }: Step): Promise<AnyRow | undefined> =>
  first(
    world,
    'receivable',
    'order = the_order and trigger = the_trigger and state in ("open", "partial", "overdue")',
    { the_order: await orderOf(world, story), the_trigger: data.trigger },
  )

/** Money on the way: how the customer writes it makes it certain, or something for a person to look at. */
const pay: Deed = async (world, step) => {
  const row = await owed(world, step)
  if (!row) return
  const [order, buyer] = [
    (await first(world, 'order', 'id = the_order', { the_order: row.order }))!,
    (await first(world, 'customer', 'id = the_buyer', { the_buyer: row.customer }))!,
  ]
  const { way, memo, half } = step.data
  const open = Number(row.open_amount)
  const amount = half ? (Math.floor(open * 50) / 100).toFixed(2) : open.toFixed(2)
  const payer = way === 'stranger' ? `${buyer.name.slice(0, 2)}财务共享中心` : buyer.name
  world.statement.push(
    `${amount},,${payer},${way === 'plain' || way === 'halves' ? `${memo} ${order.number}` : memo}`,
  )
}

/** Finance looks at a line that no rule was sure of. */
const claim: Deed = async (world, step) => {
  const row = await owed(world, step)
  if (!row) return
  const line = (
    await find(world, 'bank_line', 'state in ("unmatched", "partial") and memo = the_memo', {
      the_memo: step.data.memo,
    })
  ).find((one) => Number(one.amount) <= Number(row.open_amount))
  if (line)
    await act(world, world.staff.finance, ['bank_line', line.id, 'match'], {
      allocations: [{ receivable: row.id, amount: Number(line.amount).toFixed(2) }],
    })
}

const dun: Deed = async (world, step) => {
  const row = await owed(world, step)
  if (row)
    await act(world, sellerOf(world, row.owner), ['receivable', row.id, 'log_follow_up'], {
      content: '电话催款，对方答应安排',
      kind: 'call',
    })
}

const writeOff: Deed = async (world, step) => {
  const row = await owed(world, step)
  if (row)
    await act(world, world.staff.finance, ['receivable', row.id, 'write_off'], {
      reason: '客户破产重整，无法收回',
    })
}

/** Money of somebody who owes nothing. */
const stray: Deed = async (world, { story }) => {
  const dice = throwDice(world.plan.seed, 'stray', story.index)
  world.statement.push(
    `${dice.between(50, 3000)}.${dice.between(10, 99)},,${dice.pick(strangers)},转账${world.day}`,
  )
}

const strangers = ['某某个人', '国网江苏电力', '苏州税务局退税', '零星废料款', '员工退款']

/**
 * The day's statement: what customers paid, what went out, and now and then something that belongs to nobody;
 * strays of last month are set aside. Answers whether there was any.
 */
export async function importStatement(world: World): Promise<boolean> {
  const dice = throwDice(world.plan.seed, 'bank', world.day)
  const lines = world.statement.splice(0).sort()
  if (dice.chance(0.09))
    lines.push(`${dice.between(50, 3000)}.${dice.between(10, 99)},,${dice.pick(strangers)},转账${world.day}`)
  if (lines.length === 0) return false
  if (dice.chance(0.5))
    lines.push(
      `,${dice.between(2000, 90_000)}.00,${dice.pick(['苏州恒铝金属材料有限公司', '上海紧固件有限公司', '苏州园区物业'])},付款${world.day}`,
    )
  const account = (await first(world, 'bank_account', 'currency = "CNY"'))!
  const date = dateOf(world, world.day)
  const rows = lines.map((line, at) => {
    const [received, spent, payer, memo] = line.split(',')
    return `${date},${received},${spent},${1_000_000 + world.day * 1000 + at}.00,${payer},${memo}`
  })
  const content = new TextEncoder().encode(
    ['交易日期,收入金额,支出金额,余额,对方户名,摘要', ...rows].join('\n'),
  )
  const file = await as(world, world.staff.finance, (tx) =>
    storeContent(tx, content, { name: `对账单${date}.csv` }),
  )
  await act(world, world.staff.finance, ['bank_account', account.id, 'import_statement'], { file: [file.id] })
  return true
}

/** Strays older than a month are put aside as nothing to do with sales. */
export async function setStraysAside(world: World): Promise<void> {
  for (const line of await find(world, 'bank_line', 'state = "unmatched" and booked_on < the_day', {
    the_day: dateOf(world, world.day - 30),
  }))
    if (strangers.includes(line.counterparty))
      await act(world, world.staff.finance, ['bank_line', line.id, 'ignore'], { reason: '与销售无关' })
}

export const moneyDeeds: Readonly<Record<string, Deed>> = { pay, claim, dun, write_off: writeOff, stray }
