import { afterAll, beforeAll, expect, test } from 'vitest'
import { fill, openToHostility, type Hostility } from './testHostility.ts'

let { demo, ask, footprint, allRefused } = {} as Hostility
beforeAll(async () => void ({ demo, ask, footprint, allRefused } = await openToHostility()))
afterAll(() => demo?.stop())

test('uploads say what is wrong with them and leave nothing half-received', async () => {
  const two = fill('a.txt')
  two.append('file', new Blob(['b']), 'b.txt')
  const none = new FormData()
  none.set('object', 'lead')
  const half = fill('a.txt')
  const lead = await ask('POST', '/records/lead', { body: { company: '半处有限公司', source: 'phone' } })
  half.set('record', lead.body.id)
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
