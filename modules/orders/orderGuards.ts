import { Decimal } from 'decimal.js'
import { defineGuard, refuse, type Work } from '../../model/index.ts'
import { findIfKnown } from '../quoting/index.ts'
import { order } from './order.ts'
import { findItem } from './orderChanges.ts'
import { orderLine } from './orderLine.ts'

/** What a person says of a line; whose it is may change at any time, for people leave. */
const said = [
  'order',
  'item',
  'item_code',
  'name',
  'spec',
  'drawing',
  'quantity',
  'unit',
  'price',
  'requested_on',
  'promised_on',
] as const

/**
 * People write lines of a draft that nobody is deciding about, and none that gives money away; the house
 * writes its figures at any time.
 */
export const lineOfDraft = defineGuard(orderLine, 'line_of_draft', async (work, after, before) => {
  if (work.actor.trusted || (before && said.every((name) => after[name] === before[name]))) return
  for (const id of new Set([after.order, before?.order ?? after.order])) await refuseUnlessDraft(work, id)
  if (after.price === before?.price || after.price === null || new Decimal(after.price).gte(0)) return
  throw refuse(
    'field_invalid',
    {
      zh: '单价不能小于零；让利请在报价或合同上约定',
      en: 'A price is not below nought: agree a reduction on the quote or the contract',
    },
    { field: 'price' },
  )
})

async function refuseUnlessDraft(work: Work, id: string): Promise<void> {
  const { stage, approval, number } = await work.get(order, id)
  if (stage !== 'draft')
    throw refuse(
      'order_not_draft',
      {
        zh: `订单 ${number} 已不是草稿，明细不能增改：请变更合同，或另下一张订单`,
        en: `Order ${number} is no draft any more and keeps its lines: amend its contract, or make another order`,
      },
      { field: 'order', status: 409 },
    )
  if (approval)
    throw refuse(
      'record_locked',
      {
        zh: `订单 ${number} 正在审批中，审批结束或撤回后才能修改`,
        en: `Order ${number} is under approval: it can be changed once that ends or is withdrawn`,
      },
      { field: 'order', status: 423 },
    )
}

/**
 * A line is called by the code of the item that ships for it: whichever of the two a person changes, the
 * other follows.
 */
export const itemOfCode = defineGuard(orderLine, 'item_of_code', async (work, after, before) => {
  if (work.actor.trusted) return
  const [chosen, typed] = [
    after.item !== (before?.item ?? null),
    after.item_code !== (before?.item_code ?? null),
  ]
  const known = after.item && (chosen || typed) ? await findItem(work, after.item) : null
  if (!known || known.code === after.item_code) return
  if (chosen && typed && after.item_code !== null)
    throw refuse(
      'item_of_another_code',
      {
        zh: `编码 ${after.item_code} 与所选物料 ${known.code} 不一致，请只填其中一项或改为一致`,
        en: `The code ${after.item_code} is not that of the item chosen, ${known.code}: give one of them, or both alike`,
      },
      { field: 'item_code' },
    )
  if (chosen) return void (await work.change(orderLine, after.id, { item_code: known.code }))
  const [coded] =
    after.item_code === null
      ? []
      : await findIfKnown(work, 'item', {
          where: 'code = wanted',
          with: { wanted: after.item_code },
          limit: 1,
        })
  await work.change(orderLine, after.id, { item: coded?.id ?? null })
})

const settled = ['contract', 'quote', 'customer'] as const

/**
 * An order that its contract drafted stays that contract's: its sum, its instalments and its buyer are read
 * there.
 */
export const orderOfContract = defineGuard(order, 'order_of_contract', async (work, after, before) => {
  if (work.actor.trusted || !before || (before.agreed_lines === null && before.contract_amount === null))
    return
  const field = settled.find((name) => before[name] !== after[name])
  if (field)
    throw refuse(
      'order_of_contract',
      {
        zh: `订单 ${before.number} 由合同生成，客户、合同与报价单不能改：请取消后重新下单，或变更合同`,
        en: `Order ${before.number} came of its contract: customer, contract and quote stay. Cancel it and order anew, or amend the contract`,
      },
      { field, status: 409 },
    )
})
