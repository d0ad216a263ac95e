import { defineGuard, refuse, type Work } from '../../model/index.ts'
import { target, type Target } from './target.ts'

/** Which field says whose a target is, by its scope. */
const whose = {
  department: 'team',
  person: 'person',
  customer: 'customer',
  product_line: 'product_line',
  company: null,
} as const

/**
 * The other targets for the same period and the same person, department, customer, product line or company.
 */
export async function sameTargets(work: Work, row: Target): Promise<Target[]> {
  const field = whose[row.scope]
  const value = field ? row[field] : null
  if (field && value === null) return []
  const where = `period = the_period and scope = the_scope and id != this_target${field ? ` and ${field} = the_one` : ''}`
  return work.find(target, {
    where,
    with: {
      the_period: row.period,
      the_scope: row.scope,
      this_target: row.id,
      ...(field ? { the_one: value } : {}),
    },
  })
}

/**
 * One target for one period and one of whom it is: two of them would pay one commission for half of what was
 * agreed.
 */
export const oneTarget = defineGuard(target, 'one_target', async (work, row, before) => {
  const field = whose[row.scope]
  const named = (one: Target) =>
    `${one.period} ${one.scope} ${whose[one.scope] ? one[whose[one.scope]!] : ''}`
  if (before && named(before) === named(row)) return
  if (field && row[field] === null) return
  await work.alone(`target ${named(row)}`)
  const [other] = await sameTargets(work, row)
  if (!other) return
  throw refuse(
    'target_twice',
    {
      zh: `${row.period} 已有同一对象的业绩目标（${other.amount}），请修改那一条，不要再建一条`,
      en: `There is a target for ${row.period} and the same person or team already (${other.amount}): change that one`,
    },
    { field: 'period', status: 409, data: { target: other.id } },
  )
})
