import { date, defineAction, file, refuse } from '../../model/index.ts'
import { contract, instalment } from './contract.ts'
import { dueAfter } from './plan.ts'

/** Both sides have signed: what hangs on the signing falls due, and the rest of the house is told. */
export const signContract = defineAction(contract, 'sign', {
  label: { zh: '签订', en: 'Sign' },
  style: 'primary',
  when: 'stage = "approved"',
  because: { zh: '合同批准后才能签订', en: 'A contract is signed only once it is approved' },
  input: {
    signed_on: date({ required: true, label: { zh: '签订日期', en: 'Signed on' } }),
    file: file({ max: 1, label: { zh: '双方签章的合同', en: 'Signed copy' } }),
  },
  async run(work, row, { signed_on, file: copy }) {
    if (signed_on > work.today())
      throw refuse(
        'signed_in_future',
        { zh: '签订日期不能晚于今天', en: 'A contract cannot have been signed after today' },
        { field: 'signed_on' },
      )
    const changed = await work.change(contract, row.id, { stage: 'signed', signed_on })
    for (const share of await work.find(instalment, {
      where: 'contract = paper and trigger = "signing" and due_on = null',
      with: { paper: row.id },
    }))
      await work.change(instalment, share.id, { due_on: dueAfter(signed_on, share.days_after) })
    for (const id of copy ?? [])
      await work.attachFile({
        name: `${row.number} 签章合同`,
        content: await work.readFile(id),
        purpose: 'signed_contract',
        object: 'contract',
        record: row.id,
        immutable: true,
      })
    await work.emit('contract.signed', {
      object: 'contract',
      record: row.id,
      customer: row.customer,
      opportunity: row.opportunity,
      quote: row.quote,
      amount: row.amount,
      signed_on,
    })
    return changed
  },
})
