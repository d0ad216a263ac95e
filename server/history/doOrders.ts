import type { AnyRow } from '../../model/index.ts'
import type { Story } from './step.ts'
import { act, find, first, make, orderOf, sellerOf, type Deed, type World } from './world.ts'

const orderIn = async (world: World, story: Story): Promise<AnyRow> =>
  (await first(world, 'order', 'id = the_order', { the_order: await orderOf(world, story) }))!

const confirm: Deed = async (world, { story }) => {
  const row = await orderIn(world, story)
  await act(world, sellerOf(world, row.owner), ['order', row.id, 'confirm'])
}

const signOff: Deed = async (world, { story }) => {
  for (const sheet of await find(world, 'requirement_sign_off', 'order = the_order and state = "pending"', {
    the_order: await orderOf(world, story),
  }))
    await act(world, sheet.side === 'production' ? world.staff.planner : world.staff.quality, [
      'requirement_sign_off',
      sheet.id,
      'sign',
    ])
}

const hold: Deed = async (world, { story, data }) =>
  void (await act(world, world.staff.planner, ['order', await orderOf(world, story), 'hold'], data))
const resume: Deed = async (world, { story }) =>
  void (await act(world, world.staff.planner, ['order', await orderOf(world, story), 'resume']))

const workOf = (world: World, order: string, stages: string) =>
  find(world, 'work_order', `order = the_order and stage in (${stages})`, { the_order: order })

const release: Deed = async (world, { story }) => {
  for (const { id } of await workOf(world, await orderOf(world, story), '"planned"'))
    await act(world, world.staff.planner, ['work_order', id, 'release'])
}

/** The card whose turn it is, of every work order of the order. */
async function cardsDue(world: World, story: Story): Promise<readonly AnyRow[]> {
  const due: AnyRow[] = []
  for (const { id } of await workOf(world, await orderOf(world, story), '"released", "running"')) {
    const cards = [
      ...(await find(world, 'job_card', 'work_order = the_work and state != "done"', { the_work: id })),
    ].sort((a, b) => Number(a.sequence) - Number(b.sequence))
    if (cards[0]) due.push(cards[0])
  }
  return due
}

const startWork: Deed = async (world, { story }) => {
  for (const card of await cardsDue(world, story))
    if (card.state === 'waiting') await act(world, world.staff.worker, ['job_card', card.id, 'start'])
}

const finishWork: Deed = async (world, { story, data }) => {
  for (const [at, card] of (await cardsDue(world, story)).entries()) {
    if (card.state !== 'running') continue
    const scrap = at === 0 && Number(card.quantity) > 1 ? data.scrap : null
    await act(world, world.staff.worker, ['job_card', card.id, 'report'], {
      good: String(Number(card.quantity) - Number(scrap ?? 0)),
      minutes: String(Math.round(Number(card.planned_minutes) * 1.06)),
      ...(scrap ? { scrap, scrap_reason: '对刀失误' } : {}),
    })
    await act(world, world.staff.worker, ['job_card', card.id, 'finish'])
  }
}

/** Half is reported, then the machine stands. */
const pauseWork: Deed = async (world, { story, data }) => {
  for (const card of await cardsDue(world, story)) {
    if (card.state !== 'running') continue
    const good = Math.floor(Number(card.quantity) / 2)
    if (good > 0)
      await act(world, world.staff.worker, ['job_card', card.id, 'report'], {
        good: String(good),
        minutes: String(Math.round(Number(card.planned_minutes) / 2)),
      })
    await act(world, world.staff.worker, ['job_card', card.id, 'pause'], data)
  }
}

interface Characteristic {
  readonly name: string
  readonly lower: string | null
  readonly upper: string | null
  readonly expected: string | null
}

const inspect: Deed = async (world, { story, data }) => {
  for (const lot of await find(world, 'inspection', 'order = the_order and result = "pending"', {
    the_order: await orderOf(world, story),
  })) {
    const readings = ((lot.characteristics as readonly Characteristic[] | null) ?? []).map(
      ({ name, lower, upper, expected }) => ({
        name,
        value: expected ?? ((Number(lower) + Number(upper)) / 2).toFixed(2),
      }),
    )
    await act(world, world.staff.quality, ['inspection', lot.id, 'record'], {
      result: data.result,
      readings: data.result === 'pass' && readings.length > 0 ? readings : null,
      note: data.note ?? '外观与尺寸合格',
    })
  }
}

const dispose: Deed = async (world, { story, data }) => {
  for (const { id } of await find(world, 'nonconformance', 'order = the_order and state = "open"', {
    the_order: await orderOf(world, story),
  }))
    await act(world, world.staff.quality, ['nonconformance', id, 'dispose'], {
      ...data,
      corrective_action: '已培训并更新作业指导书',
    })
}

const ship: Deed = async (world, { story, data }) =>
  void (await act(world, world.staff.warehouse, ['order', await orderOf(world, story), 'ship'], data))

const acceptGoods: Deed = async (world, { story }) => {
  const row = await orderIn(world, story)
  await act(world, sellerOf(world, row.owner), ['order', row.id, 'accept'])
}

const invoice: Deed = async (world, { story, data }) => {
  const { id, customer, amount } = await orderIn(world, story)
  await make(world, world.staff.finance, 'invoice', {
    customer,
    order: id,
    amount,
    kind: 'special',
    invoice_number: data.invoice_number,
    issued_on: new Date(Date.now() + world.workspace.clockOffsetMs).toISOString().slice(0, 10),
  })
}

export const orderDeeds: Readonly<Record<string, Deed>> = {
  confirm,
  sign_off: signOff,
  hold,
  resume,
  release_work: release,
  start_work: startWork,
  finish_work: finishWork,
  pause_work: pauseWork,
  inspect,
  dispose,
  ship,
  accept_goods: acceptGoods,
  invoice,
}

/** Once a month the planner closes what was shipped, accepted and paid to the end. */
export async function closeOrders(world: World): Promise<void> {
  for (const row of await find(
    world,
    'order',
    'stage = "shipped" and accepted_on != null and contract.stage = "completed"',
  ))
    await act(world, world.staff.planner, ['order', row.id, 'close'])
}
