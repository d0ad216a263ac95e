import { defineProcess } from '../../model/index.ts'

const ask = { mode: 'any', if_empty: 'to_admin', due: 'P1D', on_due: 'remind' } as const
/** A change is agreed or it is not: a better one is asked for as another. */
const decideOnly = ['transfer', 'add_signer'] as const

/** First whether we want the deal on these terms, then whether the money is safe. */
export const contractApproval = defineProcess('contract_approval', {
  label: { zh: '合同审批', en: 'Contract approval' },
  object: 'contract',
  lock: true,
  own: 'to_manager',
  resubmit: 'submit',
  start: { next: 'director' },
  nodes: {
    director: {
      kind: 'approval',
      label: { zh: '销售总监审批', en: 'Sales director' },
      assignees: [{ role: 'sales_director' }],
      ...ask,
      next: 'finance',
    },
    finance: {
      kind: 'approval',
      label: { zh: '财务审批', en: 'Finance' },
      assignees: [{ role: 'finance' }],
      ...ask,
      next: 'approved',
    },
    approved: { kind: 'end', label: { zh: '批准', en: 'Approved' }, outcome: 'approved' },
  },
})

/**
 * A signed contract that is to be worth something else is asked for as it was when it was made; it changes
 * once both have agreed.
 */
export const contractAmendment = defineProcess('contract_amendment', {
  label: { zh: '合同变更审批', en: 'Contract amendment' },
  object: 'change_notice',
  lock: true,
  own: 'to_manager',
  start: { next: 'director' },
  nodes: {
    director: {
      kind: 'approval',
      label: { zh: '销售总监审批', en: 'Sales director' },
      assignees: [{ role: 'sales_director' }],
      ...ask,
      may: decideOnly,
      next: 'finance',
    },
    finance: {
      kind: 'approval',
      label: { zh: '财务审批', en: 'Finance' },
      assignees: [{ role: 'finance' }],
      ...ask,
      may: decideOnly,
      next: 'approved',
    },
    approved: { kind: 'end', label: { zh: '批准', en: 'Approved' }, outcome: 'approved' },
  },
})
