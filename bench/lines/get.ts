import { call } from '../load.ts'
import { sayRatio } from '../say.ts'
import type { Line } from './index.ts'

/** One record with the names and the deadlines that belong to it. */
export const get: Line = {
  name: 'get',
  quick: true,
  async measure({ base, pool, admin, department, inTurns }) {
    const { rows: ids } = await pool.query(`select id from main.lead where department = $1 limit 500`, [
      department,
    ])
    const one = `select t.* from main.lead t where t.id = $1 and t.deleted_at is null`
    const related = `select t.id, t.name from main."user" t where t.id = any($1::uuid[])`
    const deadlines = `select name, key, due_at from main._deadline where record = $1 and state = 'waiting'`
    const { http, raw } = await inTurns(
      {
        raw: async (i) => {
          const { rows } = await pool.query(one, [ids[i % ids.length].id])
          await pool.query(related, [[rows[0].owner]])
          await pool.query(deadlines, [rows[0].id])
        },
        http: async (i) =>
          void (await call(base, { path: `/api/records/lead/${ids[i % ids.length].id}`, cookie: admin })),
      },
      { turns: 4 },
    )
    sayRatio('get one with related', http, raw)
  },
}
