import { defineAction } from '../../model/index.ts'
import { boundsOf } from './attainment.ts'
import { commissionEntry, commissionPlan } from './commission.ts'
import { month, reckon } from './reckonCommission.ts'

/**
 * Reckons a period from the people's targets; what is settled stays, and a plan pays for no period outside
 * its dates.
 */
export const calculateCommission = defineAction(commissionPlan, 'calculate', {
  label: { zh: '计算', en: 'Calculate' },
  style: 'primary',
  input: { period: month },
  async run(work, plan, { period }) {
    const span = boundsOf(period)
    if (!span || plan.starts_on >= span.to || (plan.ends_on !== null && plan.ends_on < span.from))
      return {
        written: 0,
        note: {
          zh: `方案在 ${period} 未生效，没有计算提成；可以试算`,
          en: `The plan is not in force in ${period}: nothing was calculated; it can be simulated`,
        },
      }
    let written = 0
    for (const row of await reckon(work, plan, period)) {
      const present = await work.first(commissionEntry, {
        where: 'plan = the_plan and period = the_period and person = the_person',
        with: { the_plan: plan.id, the_period: period, the_person: row.person },
      })
      if (present?.state === 'settled') continue
      if (present) await work.change(commissionEntry, present.id, row)
      else await work.create(commissionEntry, { ...row, plan: plan.id, period, owner: row.person })
      written++
    }
    return { written }
  },
})
