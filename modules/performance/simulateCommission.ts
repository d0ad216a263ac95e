import { Decimal } from 'decimal.js'
import { defineAction } from '../../model/index.ts'
import { commissionPlan } from './commission.ts'
import { month, reckon } from './reckonCommission.ts'

/** What the plan would pay, without writing anything (KPI-12). */
export const simulateCommission = defineAction(commissionPlan, 'simulate', {
  label: { zh: '试算', en: 'Simulate' },
  input: { period: month },
  async run(work, plan, { period }) {
    const rows = await reckon(work, plan, period)
    return { rows, total: rows.reduce((sum, row) => sum.plus(row.amount), new Decimal(0)).toFixed(2) }
  },
})
