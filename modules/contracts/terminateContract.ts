import { defineAction, text } from '../../model/index.ts'
import { contract } from './contract.ts'
import { changeNotice } from './requirements.ts'

export const terminateContract = defineAction(contract, 'terminate', {
  label: { zh: '终止', en: 'Terminate' },
  style: 'danger',
  when: 'stage in ("draft", "approved", "signed", "running")',
  input: { reason: text({ required: true, max: 500, label: { zh: '终止原因', en: 'Reason' } }) },
  async run(work, row, { reason }) {
    const changed = await work.change(contract, row.id, { stage: 'terminated', termination_reason: reason })
    await work.closeTasks({ record: row.id, key: 'contract_draft' })
    const asked = await work.find(changeNotice, {
      where: 'contract = paper and state = "asked"',
      with: { paper: row.id },
    })
    for (const { approval } of [row, ...asked]) if (approval) await work.callOffProcess(approval)
    await work.emit('contract.terminated', {
      object: 'contract',
      record: row.id,
      customer: row.customer,
      reason,
    })
    return changed
  },
})
