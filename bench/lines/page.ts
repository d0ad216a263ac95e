import { call } from '../load.ts'
import { say } from '../say.ts'
import type { Line } from './index.ts'

/** A page far down against the first. */
export const page: Line = {
  name: 'page',
  async measure({ base, admin, rows, inTurns }) {
    const far = Math.min(1000, Math.floor(rows / 100))
    const deep = await placeOfPage(base, admin, far)
    const ask = (after: string) => async () =>
      void (await call(base, { path: `/api/records/lead?limit=50${after}`, cookie: admin }))
    const { first, last } = await inTurns({ first: ask(''), last: ask(`&after=${deep}`) }, { turns: 4 })
    say(
      `page ${far.toLocaleString('en')} against page 1`,
      last.perSecond / first.perSecond,
      `(${last.p50Ms.toFixed(1)} ms against ${first.p50Ms.toFixed(1)} ms)`,
    )
  },
}

async function placeOfPage(base: string, cookie: string, page: number): Promise<string> {
  let after = ''
  for (let i = 0; i < page / 10; i++) {
    const path = `/api/records/lead?limit=500&fields=number${after && `&after=${after}`}`
    after = JSON.parse((await call(base, { path, cookie })).text).next
  }
  return after
}
