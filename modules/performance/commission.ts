import { Decimal } from 'decimal.js'
import { date, defineAction, defineObject, json, longText, money, choice, percent, reference, refuse, text, user, type Row, type Work } from '../../model/index.ts'
import { boundsOf, wonDeals } from './attainment.ts'
import { payout, type Band } from './payout.ts'
import { target } from './target.ts'

/** How what was won is paid; changed by making a new one, so that past periods stay as they were (KPI-03, KPI-05). */
export const commissionPlan = defineObject('commission_plan', {
  label: { zh: '提成方案', en: 'Commission plan' },
  title: 'name',
  fields: {
    name: text({ required: true, max: 120, search: true, label: { zh: '方案名称', en: 'Name' } }),
    starts_on: date({ required: true, label: { zh: '生效日期', en: 'From' } }),
    ends_on: date({ label: { zh: '失效日期', en: 'To' } }),
    base_bonus: money({ protect: 'financial', required: true, min: 0, default: '0', label: { zh: '基础目标达成奖', en: 'Bonus at target' } }),
    bands: json({ required: true, label: { zh: '超额累进 [{over_percent, rate_percent}]', en: 'Bands [{over_percent, rate_percent}]' } }),
    note: longText({ max: 2000, label: { zh: '说明', en: 'Note' } }),
  },
  list: { columns: ['name', 'starts_on', 'ends_on', 'base_bonus'], sort: '-created_at' },
  form: [['name'], ['starts_on', 'ends_on'], ['base_bonus', 'bands'], ['note']],
  related: ['entries'],
  access: { manager: { create: true, read: true, update: true, export: true, actions: true }, sales_director: { read: true, actions: ['simulate'] }, finance: { read: true, actions: true }, sales: { read: true }, admin: { read: true } },
})
export type CommissionPlan = Row<typeof commissionPlan>

export const commissionEntry = defineObject('commission_entry', {
  label: { zh: '提成', en: 'Commission' },
  title: 'period',
  fields: {
    plan: reference('commission_plan', { required: true, inverse: 'entries', label: { zh: '方案', en: 'Plan' } }),
    period: text({ required: true, max: 7, index: true, label: { zh: '期间', en: 'Period' } }),
    person: user({ required: true, label: { zh: '人员', en: 'Person' } }),
    target_amount: money({ required: true, label: { zh: '目标', en: 'Target' } }),
    achieved: money({ required: true, label: { zh: '完成', en: 'Won' } }),
    attainment: percent({ label: { zh: '完成率（%）', en: 'Attainment (%)' } }),
    amount: money({ protect: 'financial', required: true, label: { zh: '提成金额', en: 'Commission' } }),
    deals: json({ readonly: true, label: { zh: '计入的商机', en: 'Deals counted' } }),
    state: choice({ draft: { zh: '待结算', en: 'Draft' }, settled: { zh: '已结算', en: 'Settled' } }, { required: true, default: 'draft', index: true, label: { zh: '状态', en: 'State' } }),
    settled_on: date({ label: { zh: '结算日期', en: 'Settled on' } }),
  },
  list: { columns: ['period', 'person', 'target_amount', 'achieved', 'attainment', 'amount', 'state', 'plan'], sort: '-created_at', filters: ['state', 'person', 'period'] },
  access: { manager: { read: true, export: true, actions: true }, finance: { read: true, export: true, actions: true }, sales_director: { read: 'department in my_departments' }, sales: { read: 'person = me' }, admin: { read: true } },
})

const month = text({ required: true, max: 7, label: { zh: '期间（如 2026-11）', en: 'Period (such as 2026-11)' } })

/** Reckons a period from the people's targets; what is settled stays, and a plan pays for no period outside its dates. */
export const calculateCommission = defineAction(commissionPlan, 'calculate', {
  label: { zh: '计算', en: 'Calculate' }, style: 'primary', input: { period: month },
  async run(work, plan, { period }) {
    const span = boundsOf(period)
    if (!span || plan.starts_on >= span.to || (plan.ends_on !== null && plan.ends_on < span.from)) return { written: 0, note: { zh: `方案在 ${period} 未生效，没有计算提成；可以试算`, en: `The plan is not in force in ${period}: nothing was calculated; it can be simulated` } }
    let written = 0
    for (const row of await reckon(work, plan, period)) {
      const present = await work.first(commissionEntry, { where: 'plan = the_plan and period = the_period and person = the_person', with: { the_plan: plan.id, the_period: period, the_person: row.person } })
      if (present?.state === 'settled') continue
      if (present) await work.change(commissionEntry, present.id, row)
      else await work.create(commissionEntry, { ...row, plan: plan.id, period, owner: row.person })
      written++
    }
    return { written }
  },
})

/** What the plan would pay, without writing anything (KPI-12). */
export const simulateCommission = defineAction(commissionPlan, 'simulate', {
  label: { zh: '试算', en: 'Simulate' }, input: { period: month },
  async run(work, plan, { period }) {
    const rows = await reckon(work, plan, period)
    return { rows, total: rows.reduce((sum, row) => sum.plus(row.amount), new Decimal(0)).toFixed(2) }
  },
})

export const settleCommission = defineAction(commissionEntry, 'settle', {
  label: { zh: '结算', en: 'Settle' }, when: 'state = "draft"', because: { zh: '已结算', en: 'Settled already' },
  run: async (work, row) => work.change(commissionEntry, row.id, { state: 'settled', settled_on: work.today() }),
})

/** One row for a person. Several targets of one month, as there could be in earlier times, are added up: none of them is lost. */
async function reckon(work: Work, plan: CommissionPlan, period: string) {
  const bands = readBands(plan.bands)
  const goals = await work.find(target, { where: 'scope = "person" and period = the_period and person != null', with: { the_period: period } })
  const span = boundsOf(period)
  const rows = []
  for (const person of new Set(goals.map((goal) => goal.person!))) {
    const own = goals.filter((goal) => goal.person === person)
    const [target_amount, achieved] = [sumOf(own.map((goal) => goal.amount)), sumOf(own.map((goal) => goal.achieved))]
    const attainment = target_amount.gt(0) ? achieved.div(target_amount).times(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed() : null
    const amount = payout({ achieved: achieved.toFixed(2), target: target_amount.toFixed(2), base_bonus: plan.base_bonus, bands })
    const deals = span ? (await wonDeals(work, own[0]!, span)).map((deal) => deal.id) : []
    rows.push({ person, target_amount: target_amount.toFixed(2), achieved: achieved.toFixed(2), attainment, amount, deals })
  }
  return rows
}

const sumOf = (amounts: readonly (string | null)[]): Decimal => amounts.reduce((sum, one) => sum.plus(one ?? 0), new Decimal(0))

function readBands(given: unknown): Band[] {
  const fits = (one: unknown): one is Band => typeof one === 'object' && one !== null && ['over_percent', 'rate_percent'].every((name) => /^\d{1,6}(\.\d{1,4})?$/.test(String((one as Record<string, unknown>)[name])))
  if (!Array.isArray(given) || !given.every(fits)) throw refuse('bands_wrong', { zh: '累进档应为 [{over_percent, rate_percent}]', en: 'Bands are [{over_percent, rate_percent}]' }, { field: 'bands' })
  return given.map((one) => ({ over_percent: String(one.over_percent), rate_percent: String(one.rate_percent) }))
}
