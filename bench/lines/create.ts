import { v7 as uuidv7 } from 'uuid'
import { companyName } from '../companyName.ts'
import { call, signIn } from '../load.ts'
import { sayRatio } from '../say.ts'
import type { Line } from './index.ts'

/** One lead with rights, history and event, against the bare insert. */
export const create: Line = {
  name: 'create',
  quick: true,
  async measure({ base, pool, alone }) {
    const insert = `
      insert into main.lead (id, number, version, created_at, updated_at, created_by, owner, department, stage,
        pipeline, stage_since, company, phone, source, response_breached, possible_duplicate)
      values ($1, $2, 1, now(), now(), $3, $3, $4, 'new', 'lead_flow', now(), $5, $6, 'website', false, false)`
    const {
      rows: [seller],
    } = await pool.query(`select id, department from main."user" where login = 'sales@demo.example'`)
    const phone = (start: string, i: number) => `${start}${String(i).padStart(8, '0')}`
    // Not in turns: a burst is answered first for ten seconds, and what one set off would share the machine
    // with the next.
    await pool.query('checkpoint') // or it falls, every five minutes, into one of the two
    const raw = await alone(async (i) => {
      const id = uuidv7()
      const values = [id, `R-${i}-${id}`, seller.id, seller.department, companyName(i), phone('139', i)]
      await pool.query(insert, values)
    })
    const cookie = await signIn(base, 'sales@demo.example')
    const http = await alone(async (i) => {
      const body = { company: companyName(i), phone: phone('137', i), source: 'website' }
      await call(base, { method: 'POST', path: '/api/records/lead', cookie, body })
    })
    sayRatio('create with everything', http, raw)
  },
}
