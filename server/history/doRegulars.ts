import { addDays } from '../../model/index.ts'
import { productOf } from './catalogue.ts'
import { inventFirm } from './companies.ts'
import { throwDice } from './random.ts'
import {
  act,
  change,
  dateOf,
  dealOf,
  find,
  first,
  make,
  orderOf,
  regularId,
  type Deed,
  type World,
} from './world.ts'

/** Telephones of leads begin at nought: those of regular customers lie beyond. */
const beyondLeads = 5_000_000

/**
 * A customer whom the seller has known for long wants more of the usual; the deal goes the way of every
 * other.
 */
const reorder: Deed = async (world, { story, data }) => {
  const seller = world.sellers[Number(data.seller)]!.actor
  const customer =
    data.like === null
      ? await makeRegular(world, story.index, seller)
      : (await first(world, 'opportunity', 'id = the_deal', {
          the_deal: await dealOf(world, { index: Number(data.like), part: 'regular' }),
        }))!.customer
  const { name, price, line } = productOf(data.code)
  const deal = await make(world, seller, 'opportunity', {
    name: `${name}复购 ${data.quantity}套`,
    customer,
    product_line: line,
    amount: (price * Number(data.quantity) * 1.13).toFixed(2),
    source: 'referral',
    intent: 'high',
    external_id: regularId(story.index),
  })
  world.known.set(`deal/${story.index}/regular`, deal.id)
}

async function makeRegular(
  world: World,
  index: number,
  seller: World['sellers'][number]['actor'],
): Promise<string> {
  const { company, phone, province, city, industry } = inventFirm(
    throwDice(world.plan.seed, 'regular firm', index),
    beyondLeads + index,
  )
  const { id } = await make(world, seller, 'customer', {
    name: company,
    phone,
    province,
    city,
    industry,
    status: 'customer',
    source: 'referral',
    remarks: '老客户，每年数次复购',
  })
  await change(world, world.staff.director, 'customer', id, { trial: false })
  return id
}

/** The purchaser orders what the customer's order is short of; it has not come yet. */
const orderGoods: Deed = async (world, { story }) => {
  for (const { id } of await find(world, 'purchase_request', 'order = the_order and stage = "requested"', {
    the_order: await orderOf(world, story),
  }))
    await act(world, world.staff.purchaser, ['purchase_request', id, 'order'], {
      expected_on: addDays(dateOf(world, world.day), 5),
    })
}

export const regularDeeds: Readonly<Record<string, Deed>> = { reorder, order_goods: orderGoods }
