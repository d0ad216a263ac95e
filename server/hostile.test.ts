import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fill, openToHostility, query, type Attempt, type Hostility } from './testHostility.ts'

let { demo, cookie, admin, ask, allRefused } = {} as Hostility
beforeAll(async () => void ({ demo, cookie, admin, ask, allRefused } = await openToHostility()))
afterAll(() => demo?.stop())

test('a body that is not a JSON object is refused', async () => {
  const bodies = [
    '{',
    '[]',
    '"text"',
    'null',
    '1',
    'true',
    '{"company":',
    '[{"company":"甲"}]',
    '{"company":"甲",}',
    "{'company':1}",
    '\u0000',
    '{"company":NaN}',
    '{"company":"甲","__proto__":{"a":1}}',
    '{"company":"甲","constructor":{"prototype":{"a":1}}}',
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    `{"company":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
  ]
  const paths = [
    '/records/lead',
    '/records/lead/bulk',
    '/intake/website',
    '/session',
    '/files',
    '/reports/lead_funnel/run',
    '/processes',
    '/keys',
    '/notifications/read',
  ]
  await allRefused(
    paths.flatMap((path) =>
      bodies
        .filter((body) => body !== 'null' || path !== '/notifications/read')
        .map((text): Attempt => [
          `${path} ${text.slice(0, 40)}`,
          'POST',
          path,
          { text, as: path === '/intake/website' ? '' : cookie },
        ]),
    ),
  )
})

test('ten megabytes are too much, another media type is not understood', async () => {
  const big = await ask('POST', '/records/lead', { body: { company: '甲'.repeat(3_500_000) } })
  expect([big.status, big.body.code]).toEqual([413, 'body_too_large'])
  await allRefused([
    ['text', 'POST', '/records/lead', { text: 'company=甲', headers: { 'content-type': 'text/plain' } }],
    [
      'form',
      'POST',
      '/records/lead',
      { text: 'company=甲', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['multipart', 'POST', '/records/lead', { form: fill('a.txt') }],
    ['xml', 'POST', '/records/lead', { text: '<a/>', headers: { 'content-type': 'application/xml' } }],
  ])
})

test('names of the language itself are names of nothing', async () => {
  const words = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '%00',
    '%ED%A0%80',
    '..%2f..%2fetc',
    'x'.repeat(290),
    'a'.repeat(4000),
  ]
  const some = (await ask('POST', '/records/lead', { body: { company: '原型有限公司', source: 'phone' } }))
    .body.id
  await allRefused(
    words
      .flatMap((word): Attempt[] => [
        ['list', 'GET', `/records/${word}`],
        ['create', 'POST', `/records/${word}`, { body: {} }],
        ['get', 'GET', `/records/${word}/${some}`],
        ['id', 'GET', `/records/lead/${word}`],
        ['bulk', 'POST', `/records/${word}/import`, { form: fill('a.csv', '公司名称\n甲\n') }],
        ['timeline', 'GET', `/records/${word}/${some}/timeline`],
        ['export', 'GET', `/records/${word}/export`],
        ['template', 'GET', `/records/${word}/template`],
        ['patch', 'PATCH', `/records/lead/${word}`, { body: {} }],
        ['delete', 'DELETE', `/records/lead/${word}`],
        ['action', 'POST', `/records/lead/${some}/${word}`, { body: {} }],
        ['collective', 'POST', `/records/lead/${word}`, { body: {} }],
        ['report', 'POST', `/reports/${word}/run`, { body: {} }],
        ['restore', 'POST', `/records/lead/${word}/restore`],
        ['kind', 'GET', `/definitions/${word}/lead`, { as: admin }],
        ['draft', 'PUT', `/definitions/${word}/x`, { as: admin, body: { a: 1 } }],
        ['versions', 'GET', `/definitions/${word}/${word}/versions`, { as: admin }],
        ['publish', 'POST', `/definitions/${word}/${word}/publish`, { as: admin }],
        ['task', 'POST', `/tasks/${word}/complete`, { body: {} }],
        ['verb', 'POST', `/tasks/${some}/${word}`, { body: {} }],
        ['file', 'GET', `/files/${word}`],
        ['remove file', 'DELETE', `/files/${word}`],
        ['intake', 'POST', `/intake/${word}`, { body: {} }],
        ['public', 'GET', `/public/${word}/${word}`],
        ['token', 'GET', `/public/repair/${word}`],
        ['token sent', 'POST', `/public/repair/${word}`, { body: {} }],
        ['withdraw', 'POST', `/processes/${word}/withdraw`, { body: {} }],
        ['urge', 'POST', `/processes/${word}/urge`, { body: {} }],
        ['delegation', 'DELETE', `/delegations/${word}`],
        ['password', 'POST', `/people/${word}/password`, { as: admin, body: {} }],
        ['processes', 'GET', `/processes?object=${word}&record=${some}`],
        ['processes of', 'GET', `/processes?object=lead&record=${word}`],
        ['files', 'GET', `/files?object=${word}&record=${some}`],
        ['files of', 'GET', `/files?object=lead&record=${word}`],
        ['sort', 'GET', `/records/lead?sort=${word}`],
        ['export fields', 'GET', `/records/lead/export?fields=${word}`],
        ['export sort', 'GET', `/records/lead/export?sort=${word}`],
        ['where', 'GET', `/records/lead?where=${word}`],
        ['path', 'GET', `/records/lead?${query(`owner.${decodable(word)} = 1`)}`],
      ])
      .concat(
        words.slice(0, 4).flatMap((word): Attempt[] => [
          ['start', 'POST', '/processes', { body: { process: word, object: 'lead', record: some } }],
          [
            'start on',
            'POST',
            '/processes',
            { body: { process: 'quote_approval', object: word, record: word } },
          ],
          ['parameter', 'POST', '/reports/lead_funnel/run', { text: `{"parameters":{"${word}":"1"}}` }],
          ['input', 'POST', `/records/lead/${some}/log_touch`, { text: `{"content":"x","${word}":1}` }],
          ['bulk id', 'POST', '/records/lead/bulk', { text: `{"${word}":[]}` }],
        ]),
      ),
  )
})

const decodable = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

test('lists refuse bad cursors, repeated parameters and wrong numbers', async () => {
  const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const id = '01890000-0000-7000-8000-000000000000'
  const cursors = [
    'x',
    '=',
    cursor(),
    cursor('created_at', true, 'never', id),
    cursor('created_at', true, { a: 1 }, id),
    cursor('created_at', true, '2026-02-31', '-'.repeat(36)),
    cursor('created_at', false, '2026-02-01T00:00:00Z', id),
    cursor('__proto__', true, 1, id),
    'null',
    Buffer.from('null').toString('base64url'),
    'A'.repeat(9000),
  ]
  await allRefused([
    ...cursors.map((after): Attempt => [
      `after ${after.slice(0, 30)}`,
      'GET',
      `/records/lead?sort=-created_at&after=${encodeURIComponent(after)}`,
    ]),
    ...['where', 'sort', 'limit', 'after', 'fields', 'count'].map((name): Attempt => [
      `${name} twice`,
      'GET',
      `/records/lead?${name}=1&${name}=2`,
    ]),
    ...['-1', '1.5', 'x', '99999', '1e3', 'NaN'].map((limit): Attempt => [
      `limit ${limit}`,
      'GET',
      `/records/lead?limit=${limit}`,
    ]),
    [
      'timeline',
      'GET',
      `/records/lead/${(await ask('GET', '/records/lead?limit=1')).body.items[0].id}/timeline?after=x`,
    ],
    ['format', 'GET', '/records/lead/export?format=exe'],
    ['tasks', 'GET', '/tasks?after=zzz'],
    ['q twice', 'GET', '/search?q=a&q=b'],
  ])
})

test('conditions that make no sense, or too much of it, are refused, and the database never has to give one up', async () => {
  const bad = [
    'company =',
    '= 1',
    '((((',
    'nothing = 1',
    'company.name = "x"',
    'owner.password_hash = "x"',
    'count(nothing) > 0',
    'company = "a" and',
    'some x in satisfies',
    'date("2026-02-30") = created_at',
    'drop table lead',
    "company = 'x'; select 1",
    '"\u0000" = company',
    `${'('.repeat(5000)}1${')'.repeat(5000)} = 1`,
    Array.from({ length: 300 }, (_, i) => `company = "${i}"`).join(' or '),
    `not(${'not('.repeat(800)}true${')'.repeat(801)}`,
    'matches(company, "(((")',
    'matches(company, "[")',
    'budget / 0 > "x"',
    '1',
    'company',
    'function(x) x',
  ]
  const faults: string[] = []
  for (const where of bad)
    for (const path of [`/records/lead?${query(where)}`, `/records/lead/export?format=csv&${query(where)}`]) {
      const { status, body } = await ask('GET', path).catch((error: Error) => ({
        status: 599,
        body: { detail: error.message },
      }))
      if (body?.code === 'request_too_slow') faults.push(`${path.slice(0, 80)}: given up`)
      if (status >= 500 || (status >= 400 && !(body?.code && body.detail)))
        faults.push(`${path.slice(0, 80)}: ${status} ${body?.detail ?? ''}`)
    }
  expect(faults).toEqual([])
  const odd = [
    'budget / 0 > 1',
    'budget ** 999999 > 1',
    'matches(company, "(a+)+$")',
    'matches(company, "^(([a-z])+.)+[A-Z]([a-z])+$")',
    'matches(company, "(.*)*\\\\1{30}x")',
    '10 ** 5000 > budget',
    'substring(company, 99999999999) = "x"',
    'string length(company) > 1e400',
  ]
  await ask('POST', '/records/lead', { body: { company: 'a'.repeat(199), source: 'phone' } })
  for (const where of odd) {
    const { status, body } = await ask('GET', `/records/lead?${query(where)}`)
    if (status >= 500 || body?.code === 'request_too_slow') faults.push(`${where}: ${status} ${body?.detail}`)
  }
  expect(faults).toEqual([])
})

test('another site, nobody, and a made-up key are sent away', async () => {
  const body = { company: '外站有限公司', source: 'phone' }
  await allRefused([
    ['origin', 'POST', '/records/lead', { body, headers: { origin: 'https://evil.example' } }],
    ['null origin', 'POST', '/records/lead', { body, headers: { origin: 'null' } }],
    ['site', 'POST', '/records/lead', { body, headers: { 'sec-fetch-site': 'cross-site' } }],
    ['rubbish origin', 'POST', '/records/lead', { body, headers: { origin: '::' } }],
    ['nobody', 'POST', '/records/lead', { body, as: '' }],
    ['no session', 'GET', '/records/lead', { as: 'guantong_session=made-up' }],
    ['cookie', 'GET', '/tasks', { as: 'guantong_session=%00%ff' }],
    ['key', 'GET', '/records/lead', { as: '', headers: { authorization: 'Bearer gt_made_up' } }],
    ['live', 'GET', '/live', { as: '' }],
    ['openapi', 'GET', '/openapi.json', { as: '' }],
    ['definitions', 'GET', '/definitions', { as: '' }],
    ['foreign delete', 'DELETE', '/session', { headers: { origin: 'https://evil.example' } }],
  ])
})

test('a negative amount leaves as a number', async () => {
  const { id } = (
    await ask('POST', '/records/customer', {
      body: { name: '负数有限公司', remarks: '-3.00', credit_limit: '-3.00' },
    })
  ).body
  const csv = await ask(
    'GET',
    `/records/customer/export?format=csv&fields=credit_limit,remarks&${query(`id = "${id}"`)}`,
  )
  expect((parse(csv.text, { bom: true }) as string[][])[1]![0]).toBe('-3.00')
})
