import { call, signIn } from '../load.ts'
import { sayRatio } from '../say.ts'
import type { Line } from './index.ts'

/** Budgets of all leads by stage, as a company would define it. */
const budgets = {
  label: { zh: '各阶段预算', en: 'Budget by stage' },
  object: 'lead',
  groups: [{ name: 'stage', label: { zh: '阶段', en: 'Stage' }, expression: 'stage' }],
  measures: [{ name: 'budget', label: { zh: '预算', en: 'Budget' }, of: 'sum', expression: 'budget' }],
}

/** A group with a sum over all records, one of its figures opened, and the exact count of what it opens. */
export const report: Line = {
  name: 'report',
  async measure({ base, pool, admin, inTurns }) {
    const administrator = await signIn(base, 'admin@demo.example')
    const at = '/api/definitions/report/budget_by_stage'
    await call(base, { method: 'PUT', path: at, cookie: administrator, body: budgets })
    await call(base, { method: 'POST', path: `${at}/publish`, cookie: administrator, body: {} })
    const opened = `/api/records/lead?limit=50&sort=-created_at&where=${encodeURIComponent('stage = "contacted"')}`
    const group = `select stage, sum(budget), count(*) from main.lead where deleted_at is null group by 1 order by 1`
    const page = `
      select * from main.lead where deleted_at is null and stage = $1 order by created_at desc, id desc limit 51`
    const count = `select count(*) from main.lead where deleted_at is null and stage = $1`
    const run = '/api/reports/budget_by_stage/run'
    const loads = await inTurns(
      {
        run: async () => void (await call(base, { method: 'POST', path: run, cookie: admin, body: {} })),
        group: async () => void (await pool.query(group)),
        drill: async () => void (await call(base, { path: `${opened}&count=exact`, cookie: admin })),
        counted: async () => {
          await pool.query(page, ['contacted'])
          await pool.query(count, ['contacted'])
        },
      },
      { concurrency: 1, turns: 6 },
    )
    sayRatio('a group with a sum over all leads', loads.run, loads.group)
    sayRatio('a figure opened, with its exact count', loads.drill, loads.counted)
  },
}
