import { afterAll, beforeAll, expect, test } from 'vitest'
import { settled } from '../kernel/house.ts'
import {
  nowhere,
  openSecrets,
  secret,
  where,
  type Answer,
  type Person,
  type Secret,
  type Secrets,
} from './testSecrets.ts'

let { demo, seller, director, manager, strangers, ids, newcomer, ask, upload, tells } = {} as Secrets
beforeAll(
  async () =>
    void ({ demo, seller, director, manager, strangers, ids, newcomer, ask, upload, tells } =
      await openSecrets()),
)
afterAll(() => demo?.stop())

const kinds: readonly Exclude<Secret, 'file'>[] = ['lead', 'customer', 'opportunity', 'quote', 'contract']

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
