import { localDate } from '../../model/index.ts'
import { createRecord } from '../../kernel/records/write.ts'
import type { Tx } from '../../kernel/workspace/transact.ts'
import type { SeedPlaces } from './business.ts'

/** Figures people are measured by: each is a measure of a report that exists. */
const kpis = [
  ['回款周期（天）', '本月收清的应收单从开单到到账的平均天数', 'collection_time', 'days', '45', 'lower'],
  ['回款确认周期（天）', '银行记账日到确认入账的平均天数', 'confirmation_time', 'days', '3.2', 'lower'],
  ['逾期应收', '已过到期日仍未收的金额', 'overdue_by_seller', 'open', '0', 'lower'],
  ['服务响应（分钟）', '工单创建到首次响应的平均分钟数', 'service_response', 'minutes', '120', 'lower'],
  ['客户满意度', '工单评价平均分，满分5分', 'customer_satisfaction', 'score', '4.7', 'higher'],
] as const

/** Targets of this month and year, for the company, the groups and the sellers. */
export async function seedPerformance(tx: Tx, { places, people }: SeedPlaces): Promise<void> {
  const today = localDate(tx.now, tx.workspace.zone)
  const [month, year] = [today.slice(0, 7), today.slice(0, 4)]
  const owner = people['manager@demo.example']
  const targets = [
    { period: year, amount: '60000000' },
    { period: month, amount: '5000000' },
    { period: month, scope: 'department', team: places['销售一组'], amount: '2800000' },
    { period: month, scope: 'department', team: places['销售二组'], amount: '2200000' },
    { period: month, scope: 'person', person: people['sales@demo.example'], amount: '1500000' },
    { period: month, scope: 'person', person: people['sales2@demo.example'], amount: '1200000' },
  ]
  for (const one of targets) await createRecord(tx, 'target', { ...one, owner })
  await createRecord(tx, 'commission_plan', {
    name: `${year}年销售提成`,
    starts_on: `${year}-01-01`,
    base_bonus: '3000',
    bands: [
      { over_percent: '100', rate_percent: '1' },
      { over_percent: '120', rate_percent: '1.5' },
      { over_percent: '150', rate_percent: '2' },
    ],
    owner,
  })
  for (const [name, definition, report, measure, goal, better] of kpis)
    await createRecord(tx, 'kpi', { name, definition, report, measure, goal, better, owner })
}
