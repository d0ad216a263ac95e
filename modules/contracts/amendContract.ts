import { Decimal } from 'decimal.js'
import {
  date,
  defineAction,
  defineReaction,
  longText,
  money,
  refuse,
  text,
  type Work,
} from '../../model/index.ts'
import { contract, instalment, type Contract, type Instalment } from './contract.ts'
import { changeNotice, type ChangeNotice } from './requirements.ts'

/**
 * A change after the signing is a numbered notice. One that changes the amount is approved first, as the
 * contract was, and takes effect then; the difference falls on the last instalment, so that the plan still
 * adds up.
 */
export const amendContract = defineAction(contract, 'amend', {
  label: { zh: '变更', en: 'Amend' },
  when: 'stage in ("signed", "running")',
  because: {
    zh: '只有已签订的合同可以变更；草稿请直接修改',
    en: 'Only a signed contract is amended; a draft is simply edited',
  },
  input: {
    what: longText({ required: true, max: 4000, label: { zh: '变更内容', en: 'What' } }),
    reason: text({ required: true, max: 500, label: { zh: '原因', en: 'Reason' } }),
    amount: money({ min: 0, label: { zh: '变更后金额', en: 'New amount' } }),
    delivery_on: date({ label: { zh: '变更后交期', en: 'New delivery day' } }),
  },
  async run(work, row, { what, reason, amount, delivery_on }) {
    const moves = Boolean(amount) && !new Decimal(amount!).eq(row.amount)
    if (moves) {
      await refuseSecond(work, row)
      await movedInstalment(work, row, amount!)
    }
    const sequence = String((await work.count(changeNotice, 'contract = paper', { paper: row.id })) + 1)
    const notice = await work.create(changeNotice, {
      contract: row.id,
      sequence,
      what,
      reason,
      amount_before: row.amount,
      amount_after: moves ? amount! : row.amount,
      delivery_on,
      state: moves ? 'asked' : 'agreed',
    })
    if (!moves) return putIntoEffect(work, row, notice)
    await work.emit('contract.amendment_asked', {
      object: 'contract',
      record: row.id,
      sequence,
      what,
      amount_before: row.amount,
      amount_after: amount,
    })
    const approval = await work.startProcess('contract_amendment', {
      object: changeNotice,
      record: notice.id,
    })
    await work.change(changeNotice, notice.id, { approval })
    return work.get(contract, row.id)
  },
})

async function refuseSecond(work: Work, row: Contract): Promise<void> {
  const [open] = await work.find(changeNotice, {
    where: 'contract = paper and state = "asked"',
    with: { paper: row.id },
    limit: 1,
  })
  if (open)
    throw refuse(
      'amendment_under_approval',
      {
        zh: `变更 ${open.number} 正在审批中，结束后才能再变更金额`,
        en: `Amendment ${open.number} is under approval: the amount is amended again once that ends`,
      },
      { field: 'amount', status: 409 },
    )
}

/** The last instalment with the difference on it; refuses a reduction of more than it holds. */
async function movedInstalment(
  work: Work,
  row: Contract,
  amount: string,
): Promise<{ readonly last: Instalment; readonly moved: string }> {
  const last = (await work.find(instalment, { where: 'contract = paper', with: { paper: row.id } })).sort(
    (a, b) => Number(b.sequence ?? 0) - Number(a.sequence ?? 0),
  )[0]
  const moved = last && new Decimal(last.amount).plus(amount).minus(row.amount)
  if (!last || !moved || moved.lt(0))
    throw refuse(
      'instalment_negative',
      {
        zh: '减少的金额超过最后一期回款，请先调整回款计划',
        en: 'The reduction is more than the last instalment',
      },
      { field: 'amount' },
    )
  return { last, moved: moved.toFixed(2) }
}

async function putIntoEffect(
  work: Work,
  row: Contract,
  { sequence, what, amount_after, delivery_on }: ChangeNotice,
): Promise<Contract> {
  const amount = amount_after ?? row.amount
  if (!new Decimal(amount).eq(row.amount)) {
    const { last, moved } = await movedInstalment(work, row, amount)
    await work.change(instalment, last.id, { amount: moved })
  }
  const changed = await work.change(contract, row.id, {
    amendments: String(Number(row.amendments ?? '0') + 1),
    amount,
    ...(delivery_on ? { delivery_on } : {}),
  })
  await work.emit('contract.amended', {
    object: 'contract',
    record: row.id,
    sequence,
    what,
    amount: changed.amount,
  })
  return changed
}

/** Both have agreed, and the contract is what the notice says; or one has not, and it stays what it was. */
export const endAmendment = defineReaction('contracts.end_amendment', {
  on: [
    'process.contract_amendment.approved',
    'process.contract_amendment.rejected',
    'process.contract_amendment.withdrawn',
  ],
  async run(work, event) {
    const notice = await work.get(changeNotice, event.record!)
    if (notice.state !== 'asked') return
    const row = await work.get(contract, notice.contract)
    const agreed = event.name.endsWith('.approved') && ['signed', 'running'].includes(row.stage ?? '')
    await work.change(changeNotice, notice.id, { state: agreed ? 'agreed' : 'refused' })
    if (agreed) await putIntoEffect(work, row, notice)
    if (row.owner && !event.name.endsWith('.withdrawn'))
      await work.notify([row.owner], {
        title: agreed
          ? {
              zh: `合同 ${row.number} 的变更 ${notice.number} 已生效`,
              en: `Amendment ${notice.number} of contract ${row.number} is in effect`,
            }
          : {
              zh: `合同 ${row.number} 的变更 ${notice.number} 未通过，合同不变`,
              en: `Amendment ${notice.number} of contract ${row.number} was refused: the contract stands`,
            },
        object: 'contract',
        record: row.id,
        key: `amendment:${event.id}`,
      })
  },
})
