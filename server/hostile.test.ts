import { readdir } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settled } from '../kernel/house.ts'
import { testHostileTexts } from '../kernel/testing/testHostileTexts.ts'
import { testDatabaseUrl } from './postgres/testDatabase.ts'
import { startDemo, type Demo } from './seed/startDemo.ts'
import { proveTextsStay } from './testTextsStay.ts'

let demo: Demo,
  cookie = '',
  admin = '',
  definitions: any
beforeAll(async () => {
  demo = await startDemo(testDatabaseUrl())
  cookie = await signIn('manager@demo.example')
  admin = await signIn('admin@demo.example')
  definitions = (await ask('GET', '/definitions')).body
})
afterAll(() => demo?.stop())

interface Answer {
  readonly status: number
  readonly body: any
  readonly text: string
  readonly headers: Headers
}
interface Sending {
  readonly body?: unknown
  readonly text?: string
  readonly form?: FormData
  readonly headers?: Record<string, string>
  readonly as?: string
}

/**
 * A request as it is, whatever it is; every answer that is no success must be a problem with a code and a
 * sentence.
 */
async function ask(
  method: string,
  path: string,
  { body, text, form, headers, as = cookie }: Sending = {},
): Promise<Answer> {
  const payload = form ?? text ?? (body === undefined ? undefined : JSON.stringify(body))
  const answer = await fetch(`${demo.base}/api${path}`, {
    method,
    headers: {
      ...(as ? { cookie: as } : {}),
      ...(form || payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  })
  const said = await answer.text()
  return {
    status: answer.status,
    text: said,
    headers: answer.headers,
    body: /json/.test(answer.headers.get('content-type') ?? '') && said ? JSON.parse(said) : null,
  }
}

async function signIn(login: string): Promise<string> {
  const answer = await fetch(`${demo.base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: demo.password }),
  })
  return answer.headers.get('set-cookie')!.split(';')[0]!
}

/** How many rows each table has that a request could have written, and how many files lie half-received. */
async function footprint(): Promise<Record<string, number>> {
  await settled(demo.workspace)
  const names = [
    'lead',
    'customer',
    'activity',
    'opportunity',
    'quote',
    'quote_line',
    '_event',
    '_file',
    '_idempotency',
    'task',
  ]
  const { rows } = await sql<
    Record<string, number>
  >`select ${sql.join(names.map((name) => sql`(select count(*)::int from ${sql.id(demo.workspace.name, name)}) as ${sql.id(name)}`))}`.execute(
    demo.workspace.db,
  )
  return { ...rows[0]!, temporary: (await readdir(demo.workspace.files.temporary)).length }
}

type Attempt = readonly [what: string, method: string, path: string, sending?: Sending]

/**
 * Each is refused with a 4xx problem of code and sentence, and leaves nothing behind; all offenders are named
 * at once.
 */
async function allRefused(attempts: readonly Attempt[]): Promise<void> {
  const before = await footprint()
  const wrong: string[] = []
  for (const [what, method, path, sending] of attempts) {
    const { status, body, text } = await ask(method, path, sending)
    if (!(status >= 400 && status < 500 && body?.code && /\S{4}/.test(body.detail ?? '')))
      wrong.push(`${what}: ${status} ${text.slice(0, 160)}`)
  }
  expect(wrong).toEqual([])
  expect(await footprint()).toEqual(before)
}

const query = (where: string) => `where=${encodeURIComponent(where)}`
const fill = (name: string, content: string | Uint8Array = 'a', part = 'file') => {
  const form = new FormData()
  form.append(part, new Blob([content as string]), name)
  return form
}

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

test('every kind of field refuses what it cannot hold', async () => {
  const bad: readonly unknown[] = [
    {},
    { a: 1 },
    [[]],
    [{}],
    true,
    1e300,
    '1e999',
    'NaN',
    'Infinity',
    '9'.repeat(400),
    `0.${'1'.repeat(400)}`,
    '2026-02-30',
    '2026-13-01T00:00:00Z',
    '99999-01-01',
    'a\u0000b',
    '\ud800',
    '00000000-0000-0000-0000-000000000000',
    '-'.repeat(36),
    'x'.repeat(300_000),
    ['a', 'a'],
    '__proto__',
    'constructor',
  ]
  const samples = new Map<string, { object: string; name: string }>()
  for (const object of Object.values<any>(definitions.objects))
    if (object.may.create)
      for (const [name, field] of Object.entries<any>(object.fields))
        if (!field.readonly)
          samples.set(`${field.type}${field.max ? ' max' : ''}`, { object: object.name, name })
  expect(samples.size).toBeGreaterThan(15)
  const faults: string[] = []
  for (const [kind, { object, name }] of samples)
    for (const value of bad) {
      const { status, body } = await ask('POST', `/records/${object}`, { body: { [name]: value } })
      if (status >= 500 || (status >= 400 && !body?.detail))
        faults.push(`${object}.${name} (${kind}) = ${JSON.stringify(value).slice(0, 60)}: ${status}`)
      const bulk = await ask('POST', `/records/${object}/bulk`, { body: { create: [{ [name]: value }] } })
      if (bulk.body.results?.[0]?.problem?.status >= 500)
        faults.push(`bulk ${object}.${name} (${kind}) = ${JSON.stringify(value).slice(0, 60)}`)
    }
  expect(faults).toEqual([])
})

test('values that are no values of their field are refused by name', async () => {
  const lead = { company: '试错有限公司', source: 'phone' }
  const made = (await ask('POST', '/records/lead', { body: lead })).body
  const bad = {
    company: [1, {}, '\u0000', '\udfff', 'x'.repeat(201)],
    budget: ['1e999', 'NaN', '-', {}, '9'.repeat(60)],
    email: ['a', 1],
    source: ['constructor', 'toString', 1],
    product_line: ['__proto__'],
    owner: ['x', 7, '-'.repeat(36), '0'.repeat(36)],
    created_at: ['2026-01-01'],
    first_touch_at: ['2026-02-30'],
    stage: ['converted'],
    number: ['1'],
    nothing: ['x'],
    toString: ['x'],
    constructor: ['x'],
    hasOwnProperty: ['x'],
    version: [3],
    id: ['x'],
  }
  await allRefused(
    Object.entries(bad).flatMap(([name, values]) =>
      values.flatMap((value): Attempt[] => [
        [
          `create ${name}=${JSON.stringify(value).slice(0, 30)}`,
          'POST',
          '/records/lead',
          { body: { ...lead, [name]: value } },
        ],
        [
          `change ${name}=${JSON.stringify(value).slice(0, 30)}`,
          'PATCH',
          `/records/lead/${made.id}`,
          { body: { [name]: value } },
        ],
      ]),
    ),
  )
  await allRefused(
    ['x', '-1', '"a"', '1.5', '99999999999', 'W/"', '1,2'].map((match): Attempt => [
      `If-Match ${match}`,
      'PATCH',
      `/records/lead/${made.id}`,
      { body: { company: '改' }, headers: { 'if-match': match } },
    ]),
  )
  await allRefused([
    [
      'old version',
      'PATCH',
      `/records/lead/${made.id}`,
      { body: { company: '改' }, headers: { 'if-match': '77' } },
    ],
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

test('conditions that make no sense, or too much of it, are refused and cost little', async () => {
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
  const started = Date.now()
  const faults: string[] = []
  for (const where of bad)
    for (const path of [`/records/lead?${query(where)}`, `/records/lead/export?format=csv&${query(where)}`]) {
      const { status, body } = await ask('GET', path).catch((error: Error) => ({
        status: 599,
        body: { detail: error.message },
      }))
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
    if (status >= 500) faults.push(`${where}: ${status} ${body?.detail}`)
  }
  expect(faults).toEqual([])
  expect(Date.now() - started).toBeLessThan(20_000)
})

test('uploads say what is wrong with them and leave nothing half-received', async () => {
  const two = fill('a.txt')
  two.append('file', new Blob(['b']), 'b.txt')
  const none = new FormData()
  none.set('object', 'lead')
  const half = fill('a.txt')
  half.set('record', (await ask('GET', '/records/lead?limit=1')).body.items[0].id)
  const unknown = fill('a.txt')
  unknown.set('surprise', '1')
  const proto = fill('a.txt')
  proto.set('__proto__', '1')
  const nul = fill('a.txt')
  nul.set('purpose', 'a\u0000b')
  const nowhere = fill('a.txt')
  nowhere.set('object', 'constructor')
  nowhere.set('record', 'x')
  await allRefused([
    ['two', 'POST', '/files', { form: two }],
    ['none', 'POST', '/files', { form: none }],
    ['other name', 'POST', '/files', { form: fill('a.txt', 'a', 'upload') }],
    ['empty', 'POST', '/files', { form: fill('a.txt', '') }],
    ['half a place', 'POST', '/files', { form: half }],
    ['unknown part', 'POST', '/files', { form: unknown }],
    ['__proto__', 'POST', '/files', { form: proto }],
    ['NUL', 'POST', '/files', { form: nul }],
    ['nowhere', 'POST', '/files', { form: nowhere }],
    ['no boundary', 'POST', '/files', { text: 'x', headers: { 'content-type': 'multipart/form-data' } }],
    [
      'cut off',
      'POST',
      '/files',
      {
        text: '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
      },
    ],
    ['import none', 'POST', '/records/customer/import', { form: none }],
    [
      'import options',
      'POST',
      '/records/customer/import',
      {
        form: (() => {
          const form = fill('a.csv', '客户名称\n甲\n')
          form.set('options', '{"mode":"__proto__"')
          return form
        })(),
      },
    ],
  ])
  for (const name of [
    '../../etc/passwd',
    '..\\..\\boot.ini',
    '/abs/olute',
    'a\u0000b.txt',
    '\u202egnp.exe',
    '.',
    '..',
    'x'.repeat(5000),
    '"; x="',
    'con.\r\nset-cookie: a=b',
  ]) {
    const { status, body } = await ask('POST', '/files', { form: fill(name) })
    expect([name.slice(0, 20), status]).toEqual([name.slice(0, 20), 201])
    expect(body.name).not.toMatch(/[/\\\u0000-\u001f]/)
    const sent = await ask('GET', `/files/${body.id}`)
    expect([
      sent.text,
      sent.headers.get('set-cookie'),
      sent.headers.get('content-disposition')?.startsWith('attachment'),
    ]).toEqual(['a', null, true])
  }
})

test('a file is what its content says, and a page is never shown as one', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const cases: readonly [string, string | Uint8Array, string, boolean][] = [
    ['drawing.pdf', png, 'image/png', true],
    ['photo.png', '<html><script>alert(1)</script></html>', 'text/html', false],
    ['photo.jpg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml', false],
    [
      'a.svg',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
      'image/svg+xml',
      false,
    ],
    ['part.step', 'MZ\u0000\u0001binary', 'application/octet-stream', false],
  ]
  for (const [name, content, type, safe] of cases) {
    const { body } = await ask('POST', '/files', { form: fill(name, content) })
    expect([name, body.type]).toEqual([name, type])
    const shown = await ask('GET', `/files/${body.id}?inline=1`)
    expect([
      name,
      shown.headers.get('content-disposition')!.split(';')[0],
      shown.headers.get('x-content-type-options'),
    ]).toEqual([name, safe ? 'inline' : 'attachment', 'nosniff'])
    if (!safe) expect(shown.headers.get('content-type')).toBe('application/octet-stream')
  }
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

test('a broken sheet is refused with row and column, or tells the rows at fault', async () => {
  const send = (name: string, content: string | Uint8Array) =>
    ask('POST', '/records/customer/import?dry_run=true', { form: fill(name, content) })
  const before = await footprint()
  for (const [name, content] of [
    ['a.csv', '客户名称,备注\n"甲,1\n'],
    ['b.xlsx', 'PK\u0003\u0004 not a workbook'],
    ['c.xlsx', '<html></html>'],
    ['d.csv', '\u0000\u0001\u0002'],
    ['e.csv', Buffer.from([0xff, 0xfe, 0x00, 0xd8])],
    ['f.xlsx', Buffer.from('504b050600000000000000000000000000000000', 'hex')],
  ] as const) {
    const { status, body } = await send(name, content)
    expect([name, status < 500, Boolean(body.detail ?? body.faults)]).toEqual([name, true, true])
  }
  const { body } = await send(
    'g.csv',
    '客户名称,信用额度,首次接触日期\n甲公司,1e999,2026-02-30\n乙公司,12,2026-01-01\n',
  )
  expect(body.faults.map((fault: any) => [fault.row, fault.column])).toEqual(
    expect.arrayContaining([
      [2, '信用额度'],
      [2, '首次接触日期'],
    ]),
  )
  for (const content of [
    'a,b\n1,"ha ""ha"" ha"\n',
    'a,b,c\r\n1,"",""\r\n',
    'a,b\n"x\ny",2\n',
    'key,val\n1,"{""at"": [1, 2]}"\n',
    'a\n',
    '\n\n',
    'a,b\n1\n',
    'a,a\n1,2\n',
    ',\n,\n',
  ]) {
    const { status, body: report } = await send('h.csv', content)
    expect([content, status < 500, Boolean(report.columns ?? report.detail)]).toEqual([content, true, true])
  }
  expect(await footprint()).toEqual(before)
})

test(
  'every hostile text comes back byte for byte, in every text of a lead, a customer and an activity, and leaves inert',
  { timeout: 60_000 },
  async () => {
    await proveTextsStay({ base: demo.base, cookie }, [...testHostileTexts, '-3.00', '+3'])
  },
)
