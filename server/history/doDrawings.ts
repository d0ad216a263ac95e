import { storeContent } from '../../kernel/files/files.ts'
import { inventDrawing } from './inventDrawing.ts'
import { throwDice } from './random.ts'
import { act, as, dealOf, find, first, sellerOf, type Deed } from './world.ts'

/** The customer's sheet, put on the deal: it is measured, and somebody is asked whether it can be made. */
const draw: Deed = async (world, { story, data }) => {
  const deal = (await first(world, 'opportunity', 'id = the_deal', { the_deal: await dealOf(world, story) }))!
  const { name, text } = inventDrawing(throwDice(world.plan.seed, 'drawing', story.index, String(data.mark)))
  await as(world, sellerOf(world, deal.owner), (tx) =>
    storeContent(tx, new TextEncoder().encode(text), {
      name,
      purpose: 'drawing',
      object: 'opportunity',
      record: deal.id,
    }),
  )
}

const conclude: Deed = async (world, { story, data }) => {
  for (const { id } of await find(world, 'evaluation', 'opportunity = the_deal and stage = "open"', {
    the_deal: await dealOf(world, story),
  }))
    await act(world, world.staff.tech_lead, ['evaluation', id, 'conclude'], data)
}

export const drawingDeeds: Readonly<Record<string, Deed>> = { draw, conclude }
