import { companyName } from '../companyName.ts'
import type { House } from '../house.ts'
import { call, signIn } from '../load.ts'
import { say } from '../say.ts'
import type { Line } from './index.ts'

/** What leads set off by themselves (routing, duplicates, clocks, notices, search), once all is at rest. */
export const follow: Line = {
  name: 'follow',
  quick: true,
  async measure(house) {
    const { base, meter, quick } = house
    if (!(await atRest(house, quick ? 20 : 300)))
      return say('what a lead sets off', 'busy', 'never came to rest')
    const cookie = await signIn(base, 'sales@demo.example')
    const count = quick ? 100 : 1000
    const spent = meter()
    const began = performance.now()
    for (let i = 0; i < count; i += 8)
      await Promise.all(
        Array.from({ length: Math.min(8, count - i) }, async (_, j) => {
          const body = {
            company: companyName(1_000_000 + i + j),
            phone: `136${String(i + j).padStart(8, '0')}`,
            source: 'website',
          }
          await call(base, { method: 'POST', path: '/api/records/lead', cookie, body })
        }),
      )
    const answered = performance.now()
    const rested = await atRest(house, quick ? 30 : 300)
    const { serverMs, databaseMs } = spent()
    say(
      'a lead with all that it sets off, ms of processor',
      (serverMs + databaseMs) / count,
      `(${(serverMs / count).toFixed(1)} + ${(databaseMs / count).toFixed(1)} ms of server and database; ${count} done ${((performance.now() - answered) / 1000).toFixed(1)} s after the last answer, ${((count * 1000) / (performance.now() - began)).toFixed(0)}/s in all)${rested ? '' : '   NOT AT REST'}`,
    )
  },
}

/** Until no event is unread and no job is left; whether that came in time. */
async function atRest({ pool }: House, secondsMax: number): Promise<boolean> {
  const place = (column: string) => `(select ${column} from main._reader where name = 'reactions')`
  const left = `
    select exists (select from main._event where (xid, id) > (${place('xid')}, ${place('event')}))
      or exists (select from main_jobs.jobs where run_at <= now()) as any`
  for (const until = Date.now() + secondsMax * 1000; Date.now() < until;) {
    const { rows } = await pool.query(left)
    if (!rows[0].any) return true
    await new Promise((resume) => setTimeout(resume, 100))
  }
  return false
}
