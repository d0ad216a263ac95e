import { Agent, request, type ClientRequest } from 'node:http'
import type { House } from '../house.ts'
import { call, signIn } from '../load.ts'
import { say } from '../say.ts'
import type { Line } from './index.ts'

const screens = 500

/** What a write costs that 500 open screens hear of, beyond what it costs alone, and what they cost idle. */
export const live: Line = {
  name: 'live',
  async measure(house) {
    const { base, admin, director, quick } = house
    const seller = await signIn(base, 'sales@demo.example')
    const path = await someLead(house)
    const writes = quick ? 10 : 40
    const alone = await costOfWrites(house, path, writes, async () => {})
    const heard = { count: 0 }
    const agent = new Agent({ maxSockets: Infinity })
    const streams = await Promise.all(
      Array.from({ length: screens }, (_, i) =>
        listen(`${base}/api/live`, { agent, cookie: [admin, admin, director, seller][i % 4]!, heard }),
      ),
    )
    try {
      await pause(1000)
      const spent = house.meter()
      const seconds = quick ? 3 : 25
      await pause(seconds * 1000)
      const { serverMs, databaseMs } = spent()
      // Those who see everything, and the director, whose department the lead is in.
      const told = await costOfWrites(house, path, writes, async (i) => {
        while (heard.count < (i + 1) * screens * 0.75) await pause(5)
      })
      say(
        `a write told to ${screens} screens, ms of processor`,
        told.serverMs + told.databaseMs - alone.serverMs - alone.databaseMs,
        `(${told.serverMs.toFixed(1)} + ${told.databaseMs.toFixed(1)} ms of server and database, alone ${alone.serverMs.toFixed(1)} + ${alone.databaseMs.toFixed(1)})`,
      )
      say(`${screens} screens idle, ms of processor a second`, (serverMs + databaseMs) / seconds)
    } finally {
      for (const stream of streams) stream.destroy()
      agent.destroy()
    }
  },
}

const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))

async function someLead({ pool, department }: House): Promise<string> {
  const { rows } = await pool.query(`select id from main.lead where department = $1 limit 1`, [department])
  return `/api/records/lead/${rows[0].id}`
}

/** Of one write, with what it sets off within a third of a second. */
async function costOfWrites(
  { base, admin, meter }: House,
  path: string,
  count: number,
  until: (i: number) => Promise<void>,
) {
  const spent = meter()
  for (let i = 0; i < count; i++) {
    await call(base, { method: 'PATCH', path, cookie: admin, body: { budget: String(1000 + i) } })
    await until(i)
    await pause(300)
  }
  const { serverMs, databaseMs } = spent()
  return { serverMs: serverMs / count, databaseMs: databaseMs / count }
}

function listen(
  url: string,
  { agent, cookie, heard }: { agent: Agent; cookie: string; heard: { count: number } },
): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: { cookie } }, (answer) => {
      answer.on('data', (part: Buffer) => {
        heard.count += part.toString().split('event: record').length - 1
      })
      answer.on('error', () => {})
      resolve(asked)
    })
    asked.on('error', reject)
    asked.end()
  })
}
