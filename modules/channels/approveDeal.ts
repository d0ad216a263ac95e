import { addDays, defineAction, number, refuse } from '../../model/index.ts'
import { duplicateLikeness } from '../leads/index.ts'
import { findConflicts } from './conflicts.ts'
import { knownCompanies } from './knownCompanies.ts'
import { dealRegistration } from './partner.ts'
import { dealProtection } from './terms.ts'

/** A company that another partner has under protection is not given twice. */
export const approveDeal = defineAction(dealRegistration, 'approve', {
  label: { zh: '批准', en: 'Approve' },
  when: 'state = "registered"',
  because: { zh: '只有待审批的报备可以批准', en: 'Only a registered deal can be approved' },
  style: 'primary',
  roles: ['sales_director', 'manager'],
  input: {
    days: number({
      scale: 0,
      min: 1,
      max: 720,
      label: { zh: '保护期（天），不填按公司规定', en: 'Days of protection; the company’s rule unless told' },
    }),
  },
  async run(work, row, { days }) {
    const taken = findConflicts(
      row.company,
      (await knownCompanies(work, row)).filter((one) => one.kind === 'deal'),
      work.term(duplicateLikeness).number,
    )[0]
    if (taken)
      throw refuse(
        'deal_protected',
        {
          zh: `“${taken.name}”在另一伙伴的保护期内`,
          en: `"${taken.name}" is under the protection of another partner`,
        },
        { status: 409, data: { deal: taken.id } },
      )
    const protected_until = addDays(work.today(), Number(days ?? work.term(dealProtection).value))
    await work.closeTasks({ record: row.id, kind: 'deal_registration', outcome: 'approved' })
    await work.emit('deal_registration.approved', {
      object: 'deal_registration',
      record: row.id,
      protected_until,
    })
    return work.change(dealRegistration, row.id, { state: 'approved', protected_until })
  },
})
