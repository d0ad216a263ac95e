import { storeContent } from '../../kernel/files/files.ts'
import { answerTask } from '../../kernel/process/answer.ts'
import { localDate, type Actor, type AnyRow } from '../../model/index.ts'
import { productOf } from './catalogue.ts'
import type { QuotedLine } from './planDeal.ts'
import type { Step, Story } from './step.ts'
import { act, as, change, dealOf, find, first, make, sellerOf, type Deed, type World } from './world.ts'

interface Deal {
  readonly row: AnyRow
  readonly seller: Actor
}

async function dealIn(world: World, story: Story): Promise<Deal> {
  const row = (await first(world, 'opportunity', 'id = the_deal', { the_deal: await dealOf(world, story) }))!
  return { row, seller: sellerOf(world, row.owner) }
}

const prove = (world: World, { row, seller }: Deal, purpose: string, name: string) =>
  as(world, seller, (tx) =>
    storeContent(tx, new TextEncoder().encode(`${name}\n${row.number} ${row.name}\n`), {
      name,
      purpose,
      object: 'opportunity',
      record: row.id,
    }),
  )

const moveOn = (world: World, { row, seller }: Deal, to: string) =>
  act(world, seller, ['opportunity', row.id, 'move_stage'], { to })

const qualify: Deed = async (world, { story, data }) => {
  const deal = await dealIn(world, story)
  const { row, seller } = deal
  await prove(world, deal, 'call_recording', '通话录音.txt')
  await change(world, seller, 'opportunity', row.id, {
    technical_parameters: `${row.name}，按图加工，公差按GB/T 1804-m`,
    application_scenario: row.application_scenario ?? '新产线配套',
    budget_range: `${Math.round(Number(row.amount ?? 100_000) * 0.9)}-${Math.round(Number(row.amount ?? 100_000) * 1.1)}元`,
    timetable: data.timetable,
    intent: row.intent ?? 'mid',
    probability: '25',
    expected_close_on: localDate(
      new Date(Date.now() + world.workspace.clockOffsetMs + 45 * 86_400_000),
      world.workspace.zone,
    ),
  })
  if (data.rival)
    await make(world, seller, 'competitor', {
      opportunity: row.id,
      name: data.rival,
      strengths: '价格低、距离近',
      weaknesses: '精度与交付不稳定',
    })
  await moveOn(world, deal, 'requirement')
}

const meet: Deed = async (world, { story, data }) => {
  const deal = await dealIn(world, story)
  const { row, seller } = deal
  const buyer = (await first(world, 'customer', 'id = the_buyer', { the_buyer: row.customer }))!
  if (data.stamped) await prove(world, deal, 'stamped_confirmation', '需求确认书（盖章）.txt')
  const contact = await chiefOf(world, buyer)
  await make(world, seller, 'activity', {
    kind: 'meeting',
    subject: '技术交流',
    content: '确认技术参数、验收标准与样品计划',
    minutes: data.minutes,
    customer: buyer.id,
    opportunity: row.id,
    contact,
    at: new Date(Date.now() + world.workspace.clockOffsetMs).toISOString(),
  })
  await moveOn(world, deal, 'proposal')
}

/** Their technical director, noted down by whoever has the customer. */
async function chiefOf(world: World, buyer: AnyRow): Promise<string> {
  const known = await first(
    world,
    'contact',
    'customer = the_buyer and job_function = "technical_director"',
    { the_buyer: buyer.id },
  )
  if (known) return known.id
  return (
    await make(world, sellerOf(world, buyer.owner), 'contact', {
      customer: buyer.id,
      name: `${buyer.name.slice(2, 3)}总工`,
      job_function: 'technical_director',
      buying_role: 'decision_maker',
    })
  ).id
}

const sample: Deed = async (world, { story }) => {
  const deal = await dealIn(world, story)
  await change(world, deal.seller, 'opportunity', deal.row.id, { sample_test: 'pass', probability: '60' })
  await prove(world, deal, 'written_confirmation', '客户确认邮件.txt')
  await moveOn(world, deal, 'negotiation')
}

const quote: Deed = async (world, { story, data }) => {
  const { row, seller } = await dealIn(world, story)
  const lines = (data.lines as readonly QuotedLine[]).map(({ code, quantity, discount }) => {
    const { name, spec, price } = productOf(code)
    return {
      item_code: code,
      name,
      spec,
      quantity,
      unit: '套',
      base_price: price.toFixed(2),
      discount_percent: discount,
    }
  })
  const made = await make(world, seller, 'quote', {
    customer: row.customer,
    contact: row.contact,
    opportunity: row.id,
    currency: 'CNY',
    delivery_days: data.delivery_days,
    committed_days: data.committed_days,
    payment_terms: '3-6-1',
    lines,
    ...(data.special_terms ? { special_clause: true, special_terms: data.special_terms } : {}),
  })
  await act(world, seller, ['quote', made.id, 'submit'])
}

async function currentQuote(world: World, story: Story) {
  const row = (await first(world, 'quote', 'opportunity = the_deal and current', {
    the_deal: await dealOf(world, story),
  }))!
  return { row, seller: sellerOf(world, row.owner) }
}

/**
 * Everybody who is asked answers, one after the other, until nobody is asked any more or so many have
 * answered.
 */
async function answerAll(
  world: World,
  approval: string | null,
  { verb, answers }: Step['data'],
): Promise<void> {
  if (!approval) return
  for (let round = 0; round < Number(answers ?? 8); round++) {
    const [task] = await find(
      world,
      'task',
      'process_instance = the_approval and state = "open"',
      { the_approval: approval },
      1,
    )
    const person = task && Object.values(world.staff).find((one) => one.id === task.owner)
    if (!person) return
    await as(world, person, (tx) =>
      answerTask(tx, task.id, verb === 'reject' ? 'reject' : 'approve', {
        comment: verb === 'reject' ? '毛利不足，请控制折扣' : '同意',
      }),
    )
  }
}

const approveQuote: Deed = async (world, { story, data }) =>
  answerAll(world, (await currentQuote(world, story)).row.approval, data)

const lower = async (world: World, seller: Actor, id: string, discount: unknown) => {
  for (const line of await find(world, 'quote_line', 'quote = the_quote', { the_quote: id }))
    await change(world, seller, 'quote_line', line.id, { discount_percent: discount })
}

const requote: Deed = async (world, { story, data }) => {
  const { row, seller } = await currentQuote(world, story)
  if (row.stage !== 'draft') return
  await change(world, seller, 'quote', row.id, { delivery_days: data.delivery_days })
  await lower(world, seller, row.id, data.discount)
  await act(world, seller, ['quote', row.id, 'submit'])
}

const revise: Deed = async (world, { story, data }) => {
  const { row, seller } = await currentQuote(world, story)
  await act(world, seller, ['quote', row.id, 'log_touch'], {
    kind: 'call',
    content: '客户希望再让一步',
    minutes: '15',
  })
  const next = await act(world, seller, ['quote', row.id, 'revise'], { reason: '客户议价' })
  await lower(world, seller, next.id, data.discount)
  await act(world, seller, ['quote', next.id, 'submit'])
}

const onQuote =
  (verb: string): Deed =>
  async (world, { story, data }) => {
    const { row, seller } = await currentQuote(world, story)
    await act(world, seller, ['quote', row.id, verb], data)
  }

async function contractIn(world: World, story: Story) {
  const row = (await first(world, 'contract', 'opportunity = the_deal', {
    the_deal: await dealOf(world, story),
  }))!
  return { row, seller: sellerOf(world, row.owner) }
}

const contract: Deed = async (world, { story }) => {
  await moveOn(world, await dealIn(world, story), 'contract')
  const { row, seller } = await contractIn(world, story)
  await act(world, seller, ['contract', row.id, 'submit'])
}

const approveContract: Deed = async (world, { story, data }) =>
  answerAll(world, (await contractIn(world, story)).row.approval, data)

const sign: Deed = async (world, { story }) => {
  const { row, seller } = await contractIn(world, story)
  await act(world, seller, ['contract', row.id, 'sign'], {
    signed_on: localDate(new Date(Date.now() + world.workspace.clockOffsetMs), world.workspace.zone),
  })
}

const amend: Deed = async (world, { story, data }) => {
  const { row, seller } = await contractIn(world, story)
  await act(world, seller, ['contract', row.id, 'amend'], data)
}

const lose: Deed = async (world, { story, data }) => {
  const { row, seller } = await dealIn(world, story)
  await act(world, seller, ['opportunity', row.id, 'lose'], data)
}

export const dealDeeds: Readonly<Record<string, Deed>> = {
  qualify,
  meet,
  sample,
  quote,
  approve_quote: approveQuote,
  requote,
  revise,
  send: onQuote('send'),
  accept: onQuote('accept'),
  decline: onQuote('decline'),
  contract,
  approve_contract: approveContract,
  sign,
  amend,
  lose,
}
