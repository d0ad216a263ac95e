import { afterAll, beforeAll, expect, test } from 'vitest'
import { settled } from '../kernel/house.ts'
import { createApiKey } from '../kernel/auth/keys.ts'
import { openSecrets, where, type Person, type Secrets } from './testSecrets.ts'

let { demo, seller, manager, planner, strangers, ids, newcomer, ask } = {} as Secrets
beforeAll(
  async () => void ({ demo, seller, manager, planner, strangers, ids, newcomer, ask } = await openSecrets()),
)
afterAll(() => demo?.stop())

test('the shop floor reads orders, lines and quotes without a price, by whatever way', async () => {
  const price = '8765.43'
  const { body: order } = await ask(manager, 'POST', '/records/order', {
    title: '无价订单',
    customer: ids.customer,
    lines: [{ name: '无价件', quantity: '3', price }],
  })
  await ask(manager, 'PATCH', `/records/order/${order.id}`, {
    remarks: '改',
    lines: [{ name: '无价件', quantity: '4', price }],
  })
  await settled(demo.workspace)
  const worker = strangers['the worker']!
  const told: string[] = []
  for (const [name, who] of [
    ['planner', planner],
    ['worker', worker],
  ] as const) {
    for (const path of [
      `/records/order/${order.id}`,
      `/records/order/${order.id}/timeline`,
      '/records/order?limit=500',
      '/records/order_line?limit=500',
      '/records/order?fields=amount,lines_amount',
      '/records/order_line?fields=price,amount',
      '/records/work_order?limit=500',
      '/records/job_card?limit=500',
      '/records/order/export?format=csv',
      '/records/order_line/export?format=csv&fields=price',
      '/search?q=8765',
      '/tasks',
      '/notifications',
      `/records/quote/${ids.quote}`,
      `/records/quote_line?limit=500`,
      `/records/quote/${ids.quote}/timeline`,
      `/records/order?${where('amount > 1')}`,
      `/records/order?${where('lines_amount = 35061.72')}`,
      `/records/order_line?${where(`price = ${price}`)}`,
      '/records/order?sort=amount',
      '/records/order?sort=-lines_amount',
      `/records/order?${where('some l in lines satisfies l.price > 1')}`,
      `/records/order_line?${where('order.amount > 1')}`,
    ]) {
      const { text, body } = await ask(who, 'GET', path)
      for (const word of [price, '26296.29', '35061.72', '4321.09', '"payment_state"', '"cost"'])
        if (text.includes(word)) told.push(`${name} ${decodeURIComponent(path)} tells ${word}`)
      if (/where=.*(amount|price)|sort=/.test(path) && body.items?.length > 0)
        told.push(`${name} ${decodeURIComponent(path)} answers`)
    }
    for (const report of Object.keys((await ask(manager, 'GET', '/definitions')).body.reports))
      if (/35061\.72|8765\.43/.test((await ask(who, 'POST', `/reports/${report}/run`, {})).text))
        told.push(`${name} report ${report}`)
    const described = (await ask(who, 'GET', '/definitions')).body.objects
    if (described.order?.fields.amount || described.order_line?.fields.price) told.push(`${name} definitions`)
    const api = (await ask(who, 'GET', '/openapi.json')).body.components.schemas
    if (JSON.stringify(api.order ?? {}).includes('lines_amount')) told.push(`${name} OpenAPI`)
    const refusedPatch = await ask(
      who,
      'PATCH',
      `/records/order/${order.id}`,
      { remarks: 'x' },
      { 'if-match': '99' },
    )
    if (refusedPatch.text.includes('amount')) told.push(`${name} conflict`)
  }
  expect(told).toEqual([])
})

test('a leaver is out at once, by session, by key and on the live stream; a changed role counts at once', async () => {
  const admin = await newcomer(['admin'])
  const leaver = await newcomer(['manager'])
  const { key } = await createApiKey(demo.workspace, leaver.id, { name: '程序' })
  const byKey = (path: string) =>
    ask({ id: leaver.id, cookie: '' }, 'GET', path, undefined, { authorization: `Bearer ${key}` })
  expect((await byKey(`/records/lead/${ids.lead}`)).status).toBe(200)
  expect((await ask(leaver, 'GET', `/records/lead/${ids.lead}`)).status).toBe(200)
  expect((await ask(admin, 'PATCH', `/records/user/${leaver.id}`, { roles: ['worker'] })).status).toBe(200)
  expect((await ask(leaver, 'GET', `/records/lead/${ids.lead}`)).status).toBe(404)
  expect((await byKey(`/records/lead/${ids.lead}`)).status).toBe(404)
  expect((await ask(leaver, 'GET', '/definitions')).body.objects.lead).toBeUndefined()
  const streams = await Promise.all(
    [
      ['cookie', leaver.cookie],
      ['authorization', `Bearer ${key}`],
    ].map((header) => fetch(`${demo.base}/api/live`, { headers: [header as [string, string]] })),
  )
  expect((await ask(admin, 'PATCH', `/records/user/${leaver.id}`, { active: false })).status).toBe(200)
  // Reading to the end ends only because the stream does.
  await Promise.all(streams.map((stream) => stream.text()))
  expect((await ask(leaver, 'GET', '/session')).status).toBe(401)
  expect((await byKey('/session')).status).toBe(401)
})

test('the live stream tells strangers nothing', async () => {
  const cut = new AbortController()
  /** What somebody hears from the moment on at which the stream has been opened. */
  const listen = async (who: Person) => {
    const heard: string[] = []
    const answer = await fetch(`${demo.base}/api/live`, {
      headers: { cookie: who.cookie },
      signal: cut.signal,
    })
    const decoder = new TextDecoder()
    const until = (async () => {
      try {
        for await (const chunk of answer.body!) heard.push(decoder.decode(chunk as Uint8Array))
      } catch {
        /* cut off below */
      }
    })()
    return { heard: () => heard.join(''), until }
  }
  const others = await Promise.all(Object.values(strangers).map(listen))
  const own = await listen(seller)
  await ask(seller, 'PATCH', `/records/customer/${ids.customer}`, { remarks: '改' })
  await ask(seller, 'PATCH', `/records/lead/${ids.lead}`, { message: '改' })
  await expect.poll(own.heard, { timeout: 20_000 }).toContain(ids.lead)
  cut.abort()
  await Promise.all([...others, own].map(({ until }) => until))
  for (const { heard } of others) for (const id of Object.values(ids)) expect(heard()).not.toContain(id)
})

test('a person cannot raise the own rights', async () => {
  const person = strangers['the other seller']!
  expect(
    (await ask(person, 'PATCH', `/records/user/${person.id}`, { roles: ['admin'] })).status,
  ).toBeGreaterThanOrEqual(400)
  expect(
    (await ask(person, 'PUT', '/definitions/object/lead', { access: { sales: { read: true } } })).status,
  ).toBe(403)
  expect((await ask(person, 'POST', `/people/${person.id}/password`, {})).status).toBe(403)
  for (const hidden of ['login', 'email', 'phone', 'roles']) {
    const [asked, nothing] = [
      await ask(person, 'GET', `/records/user?${where(`${hidden} != null`)}`),
      await ask(person, 'GET', `/records/user?${where('nothing_such != null')}`),
    ]
    expect([hidden, asked.status, asked.body.code]).toEqual([hidden, nothing.status, nothing.body.code])
    expect(nothing.status).toBeGreaterThanOrEqual(400)
  }
})
