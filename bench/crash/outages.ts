import { openCrashHouse, type CrashHouse } from './crashHouse.ts'
import { cookieOf } from './writers.ts'

type Begin = (house: CrashHouse) => Promise<() => void | Promise<void>>

const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms))
const outageMs = 4000

/** How each outage begins; what it answers ends it. One that ends by itself answers nothing to do. */
const outages: readonly (readonly [string, Begin])[] = [
  [
    'killed',
    async ({ killDatabase }) => {
      killDatabase()
      return () => {}
    },
  ],
  [
    'connections ended',
    async ({ db }) => {
      await db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`,
      )
      return () => {}
    },
  ],
  ['frozen', async ({ freezeDatabase }) => freezeDatabase()],
  ['full', async ({ disk }) => disk?.fill() ?? (() => {})],
]

/** What a caller meets, asked every 50 ms side by side: reads, writes, whether it is ready. */
async function watch(
  base: string,
  cookie: string,
  until: () => boolean,
): Promise<{ at: number; ms: number; status: number }[]> {
  const seen: { at: number; ms: number; status: number }[] = []
  const asks: Promise<unknown>[] = []
  const ask = async (path: string, body?: object) => {
    const at = performance.now()
    const headers = { cookie, ...(body ? { 'content-type': 'application/json' } : {}) }
    const status = await fetch(`${base}${path}`, {
      method: body ? 'POST' : 'GET',
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).then(
      async (answer) => {
        await answer.text()
        return answer.status
      },
      () => 0,
    )
    seen.push({ at, ms: performance.now() - at, status })
  }
  for (let n = 0; !until(); n++) {
    asks.push(ask('/readyz'), ask('/api/records/lead?limit=5'), ask('/api/session'))
    asks.push(
      ask('/api/records/lead', {
        company: `故障${Math.random()}机械有限公司`,
        contact: '李',
        phone: `13${String(n).padStart(9, '0')}`,
        source: 'phone',
      }),
    )
    await pause(50)
  }
  await Promise.all(asks)
  return seen
}

/**
 * Prints, for the external and the embedded database, how soon a refusal comes, the slowest answer, and how
 * soon everything is served again.
 */
export async function measureOutages(rounds: number, print: (line: string) => void): Promise<void> {
  print(
    'database   outage              first 503   slowest answer   all served after its end   other answers',
  )
  for (const embedded of [false, true]) {
    const house = await openCrashHouse({ servers: 1, embedded })
    try {
      for (const [name, begin] of outages)
        for (let round = 0; round < rounds; round++) print(await measureOne(house, { embedded, name, begin }))
      for (const death of house.deaths) print(`!! ${death}`)
    } finally {
      await house.close()
    }
  }
}

async function measureOne(
  house: CrashHouse,
  { embedded, name, begin }: { embedded: boolean; name: string; begin: Begin },
): Promise<string> {
  await house.ready('all')
  const { base } = house.servers[0]!
  const cookie = await cookieOf(base, 'sales')
  await pause(1000)
  let over = false
  const watching = watch(base, cookie, () => over)
  await pause(300)
  const began = performance.now()
  const end = await begin(house)
  await pause(name === 'frozen' || name === 'full' ? outageMs : 0)
  await end()
  const ended = performance.now()
  await pause(6000)
  over = true
  const seen = (await watching).filter(({ at }) => at >= began - 20)
  const refused = seen.filter(({ status }) => status === 503 || status === 0)
  const first = Math.min(...refused.map(({ at, ms }) => at + ms)) - began
  const lastRefused = Math.max(ended, ...refused.map(({ at, ms }) => at + ms))
  const slowest = Math.max(...seen.map(({ ms }) => ms))
  const other = [
    ...new Set(seen.map(({ status }) => status).filter((status) => ![200, 201, 503].includes(status))),
  ]
  const ms = (value: number) => (Number.isFinite(value) ? `${Math.round(value)} ms` : 'none')
  const from = name === 'frozen' || name === 'full' ? ended : began
  return `${(embedded ? 'embedded' : 'external').padEnd(10)} ${name.padEnd(19)} ${ms(first).padStart(9)}   ${ms(slowest).padStart(14)}   ${ms(lastRefused - from).padStart(24)}   ${other.join(' ')}`
}
