import { defineObligation } from '../../model/index.ts'
import { contact } from '../customers/index.ts'
import { receivable } from './receivable.ts'

/** Whoever owes must be reached until it is paid or written off. */
export const unpaid = defineObligation(contact, 'unpaid', async (work, { customer }) => {
  const open = await work.first(receivable, {
    where: 'customer = theirs and not(state in ("paid", "written_off", "credit", "cancelled"))',
    with: { theirs: customer },
  })
  return (
    open && {
      zh: `客户的应收单 ${open.number} 尚未收清`,
      en: `receivable ${open.number} of the customer is not paid yet`,
    }
  )
})
