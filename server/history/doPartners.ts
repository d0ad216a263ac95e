import { inventFirm } from './companies.ts'
import { throwDice } from './random.ts'
import { act, dealOf, find, first, make, sellerOf, type Deed, type World } from './world.ts'

/**
 * The deal came by a partner of the seller's, who registers it; the director is asked, and the money that
 * comes in earns a rebate.
 */
const registerDeal: Deed = async (world, { story }) => {
  const deal = (await first(world, 'opportunity', 'id = the_deal', { the_deal: await dealOf(world, story) }))!
  const buyer = (await first(world, 'customer', 'id = the_buyer', { the_buyer: deal.customer }))!
  const seller = sellerOf(world, deal.owner)
  const registration = await make(world, seller, 'deal_registration', {
    partner: await partnerOf(world, deal.owner),
    company: buyer.name,
    customer: buyer.id,
    product: deal.name,
    amount: deal.amount,
  })
  await act(world, seller, ['deal_registration', registration.id, 'register'])
}

/** One partner for each seller. */
async function partnerOf(world: World, owner: string | null): Promise<string> {
  const place = world.sellers.findIndex(({ actor }) => actor.id === owner)
  const { company, contact, phone, province } = inventFirm(
    throwDice(world.plan.seed, 'partner', place),
    6_000_000 + place,
  )
  const known = await first(world, 'partner', 'name = the_name', { the_name: company })
  return (
    known ??
    (await make(world, world.sellers[place]!.actor, 'partner', {
      name: company,
      contact,
      phone,
      region: province,
      level: 'silver',
      rebate_percent: '3',
    }))
  ).id
}

const approveDeal: Deed = async (world, { story }) => {
  const deal = (await first(world, 'opportunity', 'id = the_deal', { the_deal: await dealOf(world, story) }))!
  for (const { id } of await find(
    world,
    'deal_registration',
    'customer = the_buyer and state = "registered"',
    { the_buyer: deal.customer },
  ))
    await act(world, world.staff.director, ['deal_registration', id, 'approve'])
}

export const partnerDeeds: Readonly<Record<string, Deed>> = {
  register_deal: registerDeal,
  approve_deal: approveDeal,
}
