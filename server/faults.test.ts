import { afterAll, beforeAll, expect, test } from 'vitest'
import { nobody, signIn, until, where, type Client } from '../e2e/client.ts'
import { openTestServers, type TestServers } from './testServers.ts'

/** Real server processes, killed the hard way. */
const password = 'guantong'
let servers: TestServers, db: TestServers['db'], start: TestServers['start'], one: TestServers['one']
beforeAll(async () => {
  servers = await openTestServers('faults', password)
  ;({ db, start, one } = servers)
})
afterAll(() => servers?.stop())

const inquiry = (id: string) => ({
  external_id: id,
  company: `${id}机械有限公司`,
  contact: '李工',
  phone: `138${String(Math.abs(hash(id)))
    .padStart(8, '0')
    .slice(0, 8)}`,
  province: '江苏',
})
const hash = (text: string) =>
  [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) | 0, 7)

test(
  'killed right after answering, at several moments: every lead is checked, routed and told exactly once',
  { timeout: 240_000 },
  async () => {
    const routed = () => one(`select count(*) from main._event where name = 'lead.routed'`)
    for (const [round, reached] of [0, 1, 4, 8].entries()) {
      const server = await start()
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          nobody(server.base).post('/intake/website', inquiry(`断电${round}第${i}`)),
        ),
      )
      const before = round * 12
      await until(
        'so many of the round to be routed',
        async () => (await routed()) >= before + reached,
        60_000,
      )
      await server.kill()
      expect(answers.every((answer) => answer.lead)).toBe(true)
    }
    const server = await start()
    await until(
      'every lead to be routed',
      async () => (await one(`select count(*) from main.lead where owner is null`)) === 0,
      60_000,
    )
    await until(
      'the house to rest',
      async () => (await one(`select count(*) from main_jobs.jobs where attempts < max_attempts`)) === 0,
      60_000,
    )
    expect(await one(`select count(*) from main.lead`)).toBe(48)
    for (const event of ['lead.checked', 'lead.routed'])
      expect(await one(`select count(*) from main._event where name = $1`, [event])).toBe(48)
    expect(
      await one(
        `select count(*) from (select record from main._event where name = 'lead.routed' group by record having count(*) > 1) twice`,
      ),
    ).toBe(0)
    expect(
      await one(`select count(*) from main._deadline where name = 'first_response' and state = 'waiting'`),
    ).toBe(48)
    expect(await one(`select count(*) from main._notification where object = 'lead'`)).toBe(48)
    await server.kill()
  },
)

test(
  'what came due while nobody was there is caught up at the start, once',
  { timeout: 120_000 },
  async () => {
    await db.query(`update main._workspace set clock_offset_ms = clock_offset_ms + 31 * 60000`)
    const server = await start()
    await until(
      'every late lead to be marked',
      async () => (await one(`select count(*) from main.lead where response_breached`)) === 48,
      60_000,
    )
    expect(await one(`select count(*) from main._event where name = 'deadline.first_response'`)).toBe(48)
    await server.kill()
  },
)

test(
  'killed in the middle of an approval: nothing is stuck, the quote is approved once with one document',
  { timeout: 240_000 },
  async () => {
    let server = await start()
    let seller: Client = await signIn(server.base, 'sales@demo.example', password)
    const customer = await seller.post('/records/customer', { name: '断电客户有限公司' })
    const quotes: string[] = []
    for (let i = 0; i < 4; i++) {
      const quote = await seller.post('/records/quote', {
        customer: customer.id,
        currency: 'CNY',
        delivery_days: '30',
        committed_days: '45',
        lines: [
          {
            item_code: 'A',
            name: '件',
            quantity: '1',
            unit: '件',
            base_price: '1000.00',
            discount_percent: '6',
            cost: '500.00',
          },
        ],
      })
      await seller.post(`/records/quote/${quote.id}/submit`)
      quotes.push(quote.id)
    }
    // At once, once the answer is in, once the quote is approved, once it has its document.
    const moments = [
      '',
      `select count(*) from main.task where record = $1 and state <> 'open'`,
      `select count(*) from main.quote where id = $1 and stage = 'approved'`,
      `select count(*) from main._file where record = $1`,
    ]
    for (const [i, quote] of quotes.entries()) {
      const director = await signIn(server.base, 'sales-director@demo.example', password)
      const task = await until('the task of the director', async () =>
        (await director.get('/tasks')).items.find((item: any) => item.record === quote),
      )
      const answering = director.post(`/tasks/${task.id}/approve`, { comment: '同意' }).catch(() => null)
      if (moments[i]) await until('that moment', async () => (await one(moments[i]!, [quote])) > 0)
      await server.kill()
      await answering
      server = await start()
      const again = await signIn(server.base, 'sales-director@demo.example', password)
      const open = (await again.get('/tasks')).items.find((item: any) => item.record === quote)
      if (open) await again.post(`/tasks/${open.id}/approve`, { comment: '同意' })
      seller = await signIn(server.base, 'sales@demo.example', password)
      await until(
        'the quote to be approved',
        async () => (await seller.get(`/records/quote/${quote}`)).stage === 'approved',
        60_000,
      )
      await until(
        'its document',
        async () => (await seller.get(`/files?object=quote&record=${quote}`)).items.length > 0,
        60_000,
      )
    }
    await until(
      'the house to rest',
      async () => (await one(`select count(*) from main_jobs.jobs where attempts < max_attempts`)) === 0,
      60_000,
    )
    for (const quote of quotes) {
      expect((await seller.get(`/files?object=quote&record=${quote}`)).items).toHaveLength(1)
      expect(
        await one(
          `select count(*) from main._event where record = $1 and name = 'process.quote_approval.approved'`,
          [quote],
        ),
      ).toBe(1)
    }
    await server.kill()
  },
)

test(
  'two servers on one database: each deadline fires once, and both tell their listeners',
  { timeout: 120_000 },
  async () => {
    const [a, b] = [await start(), await start()]
    const people = await Promise.all(
      [a, b].map((server) => signIn(server.base, 'sales-director@demo.example', password)),
    )
    const heard = [a, b].map(() => '')
    const streams = await Promise.all(
      [a, b].map(async (server, i) => {
        const session = await fetch(`${server.base}/api/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ login: 'sales-director@demo.example', password }),
        })
        const stop = new AbortController()
        const answer = await fetch(`${server.base}/api/live`, {
          headers: { cookie: session.headers.get('set-cookie')!.split(';')[0]! },
          signal: stop.signal,
        })
        void (async () => {
          for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>)
            heard[i] += Buffer.from(part).toString()
        })().catch(() => {})
        return stop
      }),
    )
    const made = await nobody(a.base).post('/intake/website', inquiry('双机'))
    await until(
      'both servers to tell of the lead',
      async () => heard.every((text) => text.includes(made.lead)),
      20_000,
    )
    await until(
      'the lead to be routed',
      async () => (await people[1]!.get(`/records/lead/${made.lead}`)).owner,
    )
    await db.query(`update main._workspace set clock_offset_ms = clock_offset_ms + 31 * 60000`)
    await until(
      'the deadline to fire',
      async () => (await people[0]!.get(`/records/lead/${made.lead}`)).response_breached === true,
      30_000,
    )
    expect(
      await one(`select count(*) from main._event where name = 'deadline.first_response' and record = $1`, [
        made.lead,
      ]),
    ).toBe(1)
    expect(
      (await people[0]!.get(`/records/lead?count=exact&${where('response_breached = true')}`)).count,
    ).toBe(49)
    for (const stream of streams) stream.abort()
    await Promise.all([a.kill(), b.kill()])
  },
)
