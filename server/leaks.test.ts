import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settled } from '../kernel/house.ts'
import { createApiKey } from '../kernel/auth/keys.ts'
import { openSession } from '../kernel/auth/session.ts'
import { createRecord } from '../kernel/records/write.ts'
import { transact } from '../kernel/workspace/transact.ts'
import { systemActor } from '../kernel/workspace/workspace.ts'
import { testDatabaseUrl } from './postgres/testDatabase.ts'
import { startDemo, type Demo } from './seed/startDemo.ts'

/**
 * Words that stand in the first seller's records only; whoever else reads one of them has learnt something.
 */
const secret = {
  lead: '密州暗影机械有限公司',
  customer: '秘泉深井装备有限公司',
  opportunity: '绝密压机商机',
  quote: '绝密报价备注',
  contract: '绝密合同标题',
  file: '绝密图样.txt',
}

interface Person {
  readonly id: string
  readonly cookie: string
}
interface Answer {
  readonly status: number
  readonly body: any
  readonly text: string
}
type Kind = Exclude<keyof typeof secret, 'file'>

let demo: Demo, seller: Person, director: Person, manager: Person, planner: Person
let strangers: Record<string, Person>
const ids = {} as Record<keyof typeof secret | 'activity' | 'contact', string>

beforeAll(async () => {
  demo = await startDemo(testDatabaseUrl())
  const named = async (login: string): Promise<Person> => {
    const { rows } = await sql<{
      id: string
    }>`select id from ${sql.id(demo.workspace.name, 'user')} where login = ${login}`.execute(
      demo.workspace.db,
    )
    return signedIn(rows[0]!.id)
  }
  seller = await named('sales@demo.example')
  director = await named('sales-director@demo.example')
  manager = await named('manager@demo.example')
  planner = await named('planner@demo.example')
  strangers = {
    'the other seller': await named('sales2@demo.example'),
    'the worker': await named('worker@demo.example'),
    'a person without roles': await newcomer([]),
  }

  const made = async (object: string, body: object) => {
    const answer = await ask(seller, 'POST', `/records/${object}`, body)
    expect([object, answer.status, answer.body.detail]).toEqual([object, 201, undefined])
    return answer.body.id as string
  }
  ids.lead = await made('lead', {
    company: secret.lead,
    phone: '13912345678',
    source: 'phone',
    message: '密',
    owner: seller.id,
  })
  ids.customer = await made('customer', { name: secret.customer, phone: '13987654321' })
  ids.contact = await made('contact', { customer: ids.customer, name: '秘联系人' })
  ids.opportunity = await made('opportunity', {
    name: secret.opportunity,
    customer: ids.customer,
    amount: '765432',
  })
  ids.quote = await made('quote', {
    customer: ids.customer,
    opportunity: ids.opportunity,
    remarks: secret.quote,
    lines: [{ name: '密件', quantity: '3', base_price: '76543.21', cost: '4321.09' }],
  })
  ids.contract = await made('contract', { customer: ids.customer, name: secret.contract, amount: '7654.32' })
  ids.activity = await made('activity', { kind: 'call', content: '密谈', customer: ids.customer })
  ids.file = (await upload(seller, { object: 'customer', record: ids.customer })).body.id
  await settled(demo.workspace)
})
afterAll(() => demo?.stop())

async function signedIn(id: string): Promise<Person> {
  return {
    id,
    cookie: `guantong_session=${await openSession(demo.workspace, id, { address: '127.0.0.1', agent: 'tests' })}`,
  }
}

async function newcomer(roles: readonly string[]): Promise<Person> {
  const name = `新人${Math.random().toString(36).slice(2, 8)}`
  const { id } = await transact(demo.workspace, systemActor('tests'), (tx) =>
    createRecord(tx, 'user', { name, login: `${name}@test.example`, roles: [...roles] }),
  )
  return signedIn(id)
}

async function ask(
  who: Person,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const form = body instanceof FormData
  const answer = await fetch(`${demo.base}/api${path}`, {
    method,
    headers: {
      ...(who.cookie ? { cookie: who.cookie } : {}),
      ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    text,
    body: /json/.test(answer.headers.get('content-type') ?? '') && text ? JSON.parse(text) : null,
  }
}

function upload(who: Person, place: Record<string, string>): Promise<Answer> {
  const form = new FormData()
  for (const [name, value] of Object.entries(place)) form.set(name, value)
  form.set('file', new Blob(['secret']), secret.file)
  return ask(who, 'POST', '/files', form)
}

const nowhere = '01890000-0000-7000-8000-000000000000'
const where = (condition: string) => `where=${encodeURIComponent(condition)}`
const kinds: readonly Kind[] = ['lead', 'customer', 'opportunity', 'quote', 'contract']
const tells = ({ text }: Answer) =>
  [
    ...Object.values(secret),
    ...Object.values(ids),
    '13912345678',
    '13987654321',
    '秘联系人',
    '76543.21',
    '密件',
  ].filter((word) => text.includes(word))

/**
 * What is asked about a hidden record gets the same status and the same words as what is asked about nothing.
 */
async function sameAsNothing(
  who: Person,
  asked: (id: string) => Promise<Answer>,
  hidden: string,
): Promise<void> {
  const strip = ({ status, text }: Answer) => [status, text.replaceAll(hidden, '').replaceAll(nowhere, '')]
  expect(strip(await asked(hidden))).toEqual(strip(await asked(nowhere)))
  expect(who).toBeTruthy()
}

test("nobody else sees a seller's records in lists, counts, conditions, sorting, search, reports, tasks, notices or descriptions", async () => {
  for (const [name, who] of Object.entries(strangers)) {
    const told: string[] = []
    const look = async (path: string, method = 'GET', body?: unknown) => {
      const answer = await ask(who, method, path, body)
      if (answer.status >= 500 || tells(answer).length > 0)
        told.push(`${method} ${decodeURIComponent(path)}: ${answer.status} ${tells(answer).join(' ')}`)
      return answer
    }
    const all = (await ask(director, 'GET', '/definitions')).body.objects as Record<string, unknown>
    for (const object of new Set([
      ...Object.keys(all),
      'task',
      'duplicate_match',
      'contact',
      'activity',
      'quote_line',
      'receivable',
      'instalment',
    ])) {
      await look(`/records/${object}?limit=500&titles=true&count=exact`)
      await look(`/records/${object}?limit=500&deleted=true`)
      await look(`/records/${object}/export?format=csv`)
    }
    for (const kind of kinds) {
      const counted = await look(`/records/${kind}?count=exact&${where(`id = "${ids[kind]}"`)}`)
      expect([name, kind, counted.body.count ?? 0]).toEqual([name, kind, 0])
    }
    for (const condition of [
      `customer.name = "${'秘'}"`,
      'starts with(customer.name, "秘")',
      'count(activities) > 0',
      'count(quotes) > 0',
      'some a in activities satisfies contains(a.content, "密")',
      'customer.owner.name = "林晓"',
      'opportunity.amount > 700000',
      'lead.company != null',
      'count(files) > 0',
      'count(tasks) > 0',
    ])
      for (const object of [
        'lead',
        'customer',
        'opportunity',
        'quote',
        'activity',
        'drawing',
        'work_order',
        'task',
        'user',
      ])
        await look(`/records/${object}?count=exact&${where(condition)}`)
    for (const words of [
      '密州暗影',
      '秘泉深井',
      'mizhouanying',
      'mqsj',
      '13912345678',
      '绝密',
      '密谈',
      '76543',
    ])
      await look(`/search?q=${encodeURIComponent(words)}`)
    for (const report of Object.keys((await ask(manager, 'GET', '/definitions')).body.reports))
      await look(`/reports/${report}/run`, 'POST', {})
    for (const path of [
      '/tasks',
      '/tasks?state=done',
      '/notifications',
      '/definitions',
      '/openapi.json',
      `/files?object=customer&record=${ids.customer}`,
      `/processes?object=quote&record=${ids.quote}`,
    ])
      await look(path)
    expect([name, told]).toEqual([name, []])
  }
})

test('a hidden record is answered in the words of one that does not exist', async () => {
  for (const who of Object.values(strangers)) {
    for (const kind of kinds) {
      await sameAsNothing(who, (id) => ask(who, 'GET', `/records/${kind}/${id}`), ids[kind])
      await sameAsNothing(who, (id) => ask(who, 'GET', `/records/${kind}/${id}/timeline`), ids[kind])
      await sameAsNothing(
        who,
        (id) => ask(who, 'PATCH', `/records/${kind}/${id}`, { remarks: 'x' }, { 'if-match': '99' }),
        ids[kind],
      )
      await sameAsNothing(who, (id) => ask(who, 'DELETE', `/records/${kind}/${id}`), ids[kind])
      await sameAsNothing(who, (id) => ask(who, 'POST', `/records/${kind}/${id}/restore`), ids[kind])
      await sameAsNothing(
        who,
        (id) => ask(who, 'POST', `/records/${kind}/bulk`, { update: [{ id, remarks: 'x' }] }),
        ids[kind],
      )
      for (const action of [
        'claim',
        'log_touch',
        'convert',
        'merge',
        'move_stage',
        'submit',
        'accept',
        'sign',
        'hand_over',
        'win',
        'request_support',
        'nothing',
      ])
        await sameAsNothing(who, (id) => ask(who, 'POST', `/records/${kind}/${id}/${action}`, {}), ids[kind])
      await sameAsNothing(who, (id) => ask(who, 'GET', `/files?object=${kind}&record=${id}`), ids[kind])
      await sameAsNothing(who, (id) => ask(who, 'GET', `/processes?object=${kind}&record=${id}`), ids[kind])
      await sameAsNothing(
        who,
        (id) => ask(who, 'POST', '/processes', { process: 'quote_approval', object: kind, record: id }),
        ids[kind],
      )
      await sameAsNothing(who, (id) => upload(who, { object: kind, record: id }), ids[kind])
    }
    await sameAsNothing(who, (id) => ask(who, 'GET', `/files/${id}`), ids.file)
    await sameAsNothing(who, (id) => ask(who, 'GET', `/files/${id}?inline=1`), ids.file)
    await sameAsNothing(who, (id) => ask(who, 'DELETE', `/files/${id}`), ids.file)
  }
})

test('a reference to a hidden record is refused like one to nothing, on create, change, action, bulk and import', async () => {
  const other = strangers['the other seller']!
  const mine = (await ask(other, 'POST', '/records/customer', { name: '另一卖家的客户有限公司' })).body
  const deal = (await ask(other, 'POST', '/records/opportunity', { name: '另一商机', customer: mine.id }))
    .body
  const touch = (
    await ask(other, 'POST', '/records/activity', { kind: 'call', content: '自己的', customer: mine.id })
  ).body
  for (const [object, field, hidden, more] of [
    ['opportunity', 'customer', ids.customer, { name: '探' }],
    ['quote', 'opportunity', ids.opportunity, { customer: mine.id }],
    ['quote', 'customer', ids.customer, {}],
    ['activity', 'lead', ids.lead, { kind: 'call', content: '探' }],
    ['activity', 'quote', ids.quote, { kind: 'call', content: '探' }],
    ['contact', 'customer', ids.customer, { name: '探' }],
    ['activity', 'photos', ids.file, { kind: 'call', content: '探' }],
    ['activity', 'about_record', ids.contract, { kind: 'call', content: '探' }],
  ] as const) {
    const value = (id: string) => (field === 'photos' ? [id] : id)
    await sameAsNothing(
      other,
      async (id) => {
        const answer = await ask(other, 'POST', `/records/${object}`, { ...more, [field]: value(id) })
        return answer.status === 201 ? { ...answer, text: 'taken' } : answer
      },
      hidden,
    )
    await sameAsNothing(
      other,
      (id) =>
        ask(other, 'POST', `/records/${object}/bulk`, { create: [{ ...more, [field]: value(id) }] }).then(
          (answer) => (answer.body.results[0].ok ? { ...answer, text: 'taken' } : answer),
        ),
      hidden,
    )
  }
  await sameAsNothing(
    other,
    (id) => ask(other, 'PATCH', `/records/opportunity/${deal.id}`, { customer: id }),
    ids.customer,
  )
  await sameAsNothing(
    other,
    (id) => ask(other, 'PATCH', `/records/activity/${touch.id}`, { opportunity: id }),
    ids.opportunity,
  )
  // A file hung on a record by half of its place would count there as evidence.
  expect((await upload(other, { record: ids.opportunity })).status).toBe(400)
  // The director of another department brings in sheets: names outside of the department are unknown names,
  // without a hint.
  const outsider = await newcomer(['sales_director'])
  const form = new FormData()
  form.set(
    'file',
    new Blob([
      `商机名称,客户\n探一,${secret.customer}\n探二,${secret.customer.slice(0, -1)}\n探三,不存在有限公司\n`,
    ]),
    'a.csv',
  )
  const { body } = await ask(outsider, 'POST', '/records/opportunity/import?dry_run=true', form)
  const faults = body.faults.filter((fault: any) => fault.column === '客户')
  expect(
    faults.map((fault: any) => [fault.code, fault.suggestion, fault.detail.replace(/“.*?”/, '')]),
  ).toEqual(faults.map(() => ['reference_unknown', undefined, faults[2].detail.replace(/“.*?”/, '')]))
  expect(faults).toHaveLength(3)
})

test("a lead that looks like another seller's is told to exist, not whose or what it is", async () => {
  const other = strangers['the other seller']!
  const { body: alike } = await ask(other, 'POST', '/records/lead', {
    company: `${secret.lead.slice(0, -4)}（集团）有限公司`,
    phone: '13912345678',
    source: 'phone',
    owner: other.id,
  })
  const buyer = (
    await ask(other, 'POST', '/records/lead', {
      company: '秘泉深井装备集团有限公司',
      source: 'phone',
      owner: other.id,
    })
  ).body
  await settled(demo.workspace)
  const matches = await ask(
    other,
    'GET',
    `/records/duplicate_match?titles=true&${where(`lead = "${alike.id}"`)}`,
  )
  expect(matches.body.items).toHaveLength(1)
  expect((await ask(other, 'GET', `/records/lead/${alike.id}`)).body.possible_duplicate).toBe(true)
  const seen = [
    matches,
    await ask(other, 'GET', `/records/duplicate_match?titles=true`),
    await ask(other, 'GET', `/records/duplicate_match/${matches.body.items[0].id}`),
    await ask(other, 'GET', `/records/lead/${alike.id}`),
    await ask(other, 'GET', `/records/lead/${alike.id}/timeline`),
    await ask(other, 'GET', `/records/lead/${buyer.id}/timeline`),
    await ask(other, 'GET', '/notifications'),
  ]
  for (const answer of seen)
    for (const word of [secret.lead, secret.customer, seller.id, '林晓', '13987654321'])
      expect(answer.text).not.toContain(word)
  // Who may see both reads the name.
  expect(
    Object.values(
      (await ask(director, 'GET', `/records/duplicate_match?titles=true&${where(`lead = "${alike.id}"`)}`))
        .body.titles,
    ),
  ).toContain(secret.lead)
  // Nor can the match be bent to point at something else.
  expect(
    (
      await ask(other, 'PATCH', `/records/duplicate_match/${matches.body.items[0].id}`, {
        match_record: ids.customer,
      })
    ).body.code,
  ).toBe('field_read_only')
})

test('the live stream tells strangers nothing', async () => {
  const heard: string[] = []
  const cut = new AbortController()
  const listening = Object.values(strangers).map(async (who) => {
    const answer = await fetch(`${demo.base}/api/live`, {
      headers: { cookie: who.cookie },
      signal: cut.signal,
    })
    const decoder = new TextDecoder()
    try {
      for await (const chunk of answer.body!) heard.push(decoder.decode(chunk as Uint8Array))
    } catch {
      /* cut off below */
    }
  })
  const own: string[] = []
  const witness = fetch(`${demo.base}/api/live`, {
    headers: { cookie: seller.cookie },
    signal: cut.signal,
  }).then(async (answer) => {
    try {
      for await (const chunk of answer.body!) own.push(new TextDecoder().decode(chunk as Uint8Array))
    } catch {
      /* cut off below */
    }
  })
  await new Promise((resume) => setTimeout(resume, 300))
  await ask(seller, 'PATCH', `/records/customer/${ids.customer}`, { remarks: '改' })
  await ask(seller, 'PATCH', `/records/lead/${ids.lead}`, { message: '改' })
  for (let i = 0; i < 60 && !own.join('').includes(ids.lead); i++)
    await new Promise((resume) => setTimeout(resume, 50))
  expect(own.join('')).toContain(ids.lead)
  cut.abort()
  await Promise.all([...listening, witness])
  for (const id of Object.values(ids)) expect(heard.join('')).not.toContain(id)
})

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
