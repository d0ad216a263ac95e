import { daysBetween, localDate } from '../../model/index.ts'
import { reading } from '../../kernel/workspace/transact.ts'
import { listRecords } from '../../kernel/records/list.ts'
import { systemActor } from '../../kernel/workspace/workspace.ts'
import type { Step } from './step.ts'
import { beginLife } from './doLeads.ts'
import { followRaised } from './doService.ts'
import { find, first, orderOf, type World } from './world.ts'

/**
 * After a stop: every lead that has come is given its life again from the plan; the agenda passes over what
 * is done.
 */
export async function recall(world: World, last: number): Promise<void> {
  const raised: Step[] = []
  const plain = world.schedule
  world.schedule = (steps) => {
    raised.push(...steps.filter((step) => step.verb === 'raise' && step.day <= last))
    plain(steps)
  }
  for (const row of await leadsSoFar(world)) {
    const index = Number(String(row.external_id).slice(-6))
    world.day = daysBetween(world.plan.from, localDate(new Date(row.created_at), world.workspace.zone))
    beginLife(world, world.leadPlan(index), row.id, row.owner)
    if (row.opportunity) world.known.set(`deal/${index}/lead`, row.opportunity)
  }
  world.schedule = plain
  for (const step of raised) await recallRaised(world, step)
  world.day = last + 1
}

async function leadsSoFar(world: World) {
  const { definitions, db, workspace, now, actor } = reading(
    world.workspace,
    systemActor('history'),
    'background',
  )
  const rows = []
  let after: string | undefined
  do {
    const page = await listRecords({ definitions, db, workspace, now, actor }, 'lead', {
      where: 'external_id != null',
      limit: 500,
      after,
      sort: 'created_at',
    })
    rows.push(...page.items.filter((row) => String(row.external_id).startsWith('history-')))
    after = page.next ?? undefined
  } while (after)
  return rows
}

async function recallRaised(world: World, step: Step): Promise<void> {
  if (!world.known.has(`deal/${step.story.index}/lead`)) return
  const [order] = await find(
    world,
    'order',
    'opportunity = the_deal',
    { the_deal: world.known.get(`deal/${step.story.index}/lead`) },
    1,
  )
  if (!order) return
  const ticket = await first(world, 'ticket', 'equipment.order = the_order and opportunity != null', {
    the_order: await orderOf(world, step.story),
  })
  const deal =
    ticket && (await first(world, 'opportunity', 'id = the_deal', { the_deal: ticket.opportunity }))
  if (deal) followRaised(world, step, deal.owner)
}
