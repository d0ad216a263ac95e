import { call } from '../load.ts'
import { say, sayRatio } from '../say.ts'
import type { Line } from './index.ts'

/** A page of fifty, one department's own and everything, against the SQL that the server asks. */
export const list: Line = {
  name: 'list',
  quick: true,
  async measure({ base, pool, admin, director, department, inTurns }) {
    const path = `/api/records/lead?where=${encodeURIComponent('stage = "contacted"')}&sort=-created_at&limit=50`
    const newest = `and t.deleted_at is null and t.stage = $2 order by t.created_at desc, t.id desc limit 51`
    // As the server asks it: what no index serves in one piece in two that indexes do.
    const ownDepartment = `
      select t.* from ((select * from main.lead t where t.department = $1 ${newest}) union all
        (select * from main.lead t where t.owner is null and (t.department is null or t.department <> $1) ${newest})) t
      order by t.created_at desc, t.id desc limit 51`
    const everything = `
      select t.* from main.lead t where t.deleted_at is null and t.stage = $1
      order by t.created_at desc, t.id desc limit 51`
    const naive = `select t.* from main.lead t where (t.department = $1 or t.owner is null) ${newest}`
    const ask =
      (cookie: string, more = '') =>
      async () =>
        void (await call(base, { path: path + more, cookie }))
    const asScreens = '&count=true&titles=true'
    const lists = await inTurns({
      own: ask(director),
      all: ask(admin),
      ownScreen: ask(director, asScreens),
      allScreen: ask(admin, asScreens),
      rawOwn: async () => void (await pool.query(ownDepartment, [department, 'contacted'])),
      rawAll: async () => void (await pool.query(everything, ['contacted'])),
      rawNaive: async () => void (await pool.query(naive, [department, 'contacted'])),
    })
    sayRatio('list of 50, own department', lists.own, lists.rawOwn)
    sayRatio('the same, against one "or" in SQL', lists.own, lists.rawNaive)
    sayRatio('list of 50, everything', lists.all, lists.rawAll)
    say('own for a screen, times the bare list', lists.own.perSecond / lists.ownScreen.perSecond)
    say('everything for a screen, times the bare', lists.all.perSecond / lists.allScreen.perSecond)
    say('restricted against unrestricted', lists.own.perSecond / lists.all.perSecond)
  },
}
