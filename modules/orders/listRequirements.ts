import { defineReaction, type AnyRow, type Work } from '../../model/index.ts'
import { findIfKnown } from '../quoting/index.ts'
import { accountable } from '../leads/index.ts'
import { order, type Order } from './order.ts'
import { requirementSignOff, signedBy, sides } from './signOff.ts'
import { signOffDue } from './terms.ts'
import { liveStages } from './liveOrder.ts'

/**
 * Draws up the list of special requirements of an order and asks both sides to sign it, in the transaction of
 * the confirmation. An empty list is signed, too: it says so.
 */
export async function listRequirements(work: Work, row: Order): Promise<void> {
  const wanted = await specialsOf(work, row)
  for (const one of wanted)
    if (one.order === null) await work.change('special_requirement', one.id, { order: row.id })
  const content = requirementText(wanted)
  for (const side of ['production', 'quality'] as const) await askSide(work, row, side, content)
  await noteState(work, row.id)
}

/** Asks one side; a list that differs from the one it signed has to be signed again. */
async function askSide(work: Work, row: Order, side: keyof typeof sides, content: string): Promise<void> {
  const present = await work.first(requirementSignOff, {
    where: 'order = the_order and side = the_side',
    with: { the_order: row.id, the_side: side },
  })
  if (present?.content === content) return
  const assignee = await accountable(work, signedBy[side])
  const signOff = present
    ? await work.change(requirementSignOff, present.id, {
        content,
        state: 'pending',
        signed_by: null,
        signed_at: null,
        signature: null,
        note: null,
      })
    : await work.create(requirementSignOff, {
        title: `${row.number} ${sides[side].zh}签收`,
        order: row.id,
        side,
        content,
        owner: assignee ?? row.owner,
      })
  const due = work.after(signOffDue)
  if (assignee)
    await work.openTask({
      title: {
        zh: `签收客户特殊要求：${row.number}`,
        en: `Sign for the special requirements of ${row.number}`,
      },
      kind: 'sign_off',
      verb: 'sign',
      assignee,
      object: requirementSignOff,
      record: signOff.id,
      due,
      key: `sign_off:${side}`,
      data: { order: row.id, side },
    })
}

async function noteState(work: Work, id: string): Promise<void> {
  const open = await work.count(requirementSignOff, 'order = the_order and state = "pending"', {
    the_order: id,
  })
  await work.change(order, id, { sign_off_state: open > 0 ? 'open' : 'signed' })
}

/** The list as every later sheet carries it. */
const requirementText = (wanted: readonly AnyRow[]): string =>
  wanted.length === 0
    ? '无特殊要求'
    : wanted
        .map((one, i) => `${i + 1}. ${String(one.text ?? '')}`)
        .join('\n')
        .slice(0, 20000)

async function specialsOf(work: Work, row: Order): Promise<readonly AnyRow[]> {
  return findIfKnown(
    work,
    'special_requirement',
    row.contract
      ? {
          where: 'order = the_order or contract = the_contract',
          with: { the_order: row.id, the_contract: row.contract },
          sort: 'created_at',
        }
      : { where: 'order = the_order', with: { the_order: row.id }, sort: 'created_at' },
  )
}

/** A requirement that comes in, or changes, after the confirmation goes through both hands again. */
export const relistRequirements = defineReaction('orders.relist_requirements', {
  on: ['special_requirement.created', 'special_requirement.updated'],
  async run(work, event) {
    const special = await work.first('special_requirement', {
      where: 'id = the_special',
      with: { the_special: event.record },
    })
    if (!special?.order && !special?.contract) return
    const known = special.contract
      ? {
          where: 'id = the_order or contract = the_contract',
          with: { the_order: special.order ?? special.id, the_contract: special.contract },
        }
      : { where: 'id = the_order', with: { the_order: special.order } }
    for (const { id } of await work.find(order, known)) {
      const row = await work.get(order, id)
      if (liveStages.includes(row.stage ?? '')) await listRequirements(work, row)
    }
  },
})
