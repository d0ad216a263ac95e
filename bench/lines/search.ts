import { call, type Load } from '../load.ts'
import { costOf, say } from '../say.ts'
import { fillSearch } from '../fillSearch.ts'
import type { House } from '../house.ts'
import type { Line } from './index.ts'

const queries = {
  'one character': [...'深上杭机精电恒瑞技司'],
  'two characters': '深圳 机械 恒瑞 电子 佛山 精密 杭州 鼎盛 公司 瑞丰'.split(' '),
  'one or two letters': 's j sz jx hr hu zh dz bk yx'.split(' '),
  'a name': '深圳凌恒 精密机械 杭州耀 恒瑞阀门 szlh huadong'.split(' '),
}

/** What one types into the search box, by somebody who sees everything and by one who sees a department. */
export const search: Line = {
  name: 'search',
  quick: true,
  async measure(house) {
    await fillSearch(house.pool)
    for (const [what, of] of Object.entries(queries)) {
      const { all, own } = await house.inTurns(
        { all: asking(house, house.admin, of), own: asking(house, house.director, of) },
        house.quick ? { turns: 2 } : { turns: 4 },
      )
      show(`search, ${what}, everything`, all)
      show(`search, ${what}, own department`, own)
    }
  },
}

const asking =
  ({ base }: House, cookie: string, queries: readonly string[]) =>
  async (i: number) => {
    const path = `/api/search?q=${encodeURIComponent(queries[i % queries.length]!)}`
    await call(base, { path, cookie })
  }

const show = (what: string, load: Load) =>
  say(
    what,
    `${load.p95Ms.toFixed(0)} ms`,
    `p95 of 8 at a time (${load.perSecond.toFixed(0)}/s, ${costOf(load)})`,
  )
