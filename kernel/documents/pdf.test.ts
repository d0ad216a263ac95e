import { once } from 'node:events'
import { createServer } from 'node:net'
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { Refusal } from '../../model/refuse.ts'
import { amountInWords } from '../../modules/quoting/paper/amountInWords.ts'
import { testHostileTexts } from '../testing/testHostileTexts.ts'
import { closePdf, createPdf } from './pdf.ts'
import { quotationLabels, quotationTemplate } from '../../modules/quoting/paper/quotationTemplate.ts'

afterAll(closePdf)

const quotation = (count: number, language: 'zh' | 'en' = 'zh') => ({
  company: {
    name: '苏州宏远精密机械有限公司',
    address: '江苏省苏州市工业园区星湖街328号',
    phone: '0512-68881234',
    bank: '中国工商银行苏州工业园区支行 1102 0203 0900 0123 456',
  },
  quote: {
    number: 'BJ-2026-1123',
    date: '2026-11-23',
    valid_until: '2026-12-23',
    customer: '深圳市鑫达钣金制品有限公司',
    contact: '李晓芳 采购经理',
    currency: 'CNY 人民币',
    tax_note: '含13%增值税',
  },
  lines: Array.from({ length: count }, (_, i) => ({
    no: i + 1,
    code: `HY-${1000 + i}`,
    name: '精密钣金机箱外壳',
    spec: 'SUS304 2.0mm 482×177×450，激光切割、折弯、喷粉',
    quantity: '120',
    unit: '件',
    price: '186.50',
    amount: '22,380.00',
  })),
  totals: {
    subtotal: '44,760.00',
    discount: '-760.00',
    tax: '5,061.95',
    total: '¥44,000.00',
    total_in_words: amountInWords('44000.00'),
  },
  terms: [
    '交货期：合同签订并收到预付款后25个工作日。',
    '付款方式：预付30%，发货前付60%，质保金10%一年后付清。',
    '质量保证：自验收之日起12个月。',
  ],
  labels: quotationLabels[language],
})
const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Refusal)) throw error ?? new Error('was not refused')
  return error
}
const textOf = (pdf: Buffer): string =>
  execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf as unknown as Uint8Array }).toString()
const hasPoppler = ['/usr/bin/pdftotext', '/usr/local/bin/pdftotext'].some((path) => existsSync(path))

test('a quotation is a PDF in Chinese and in English, with any number of lines', async () => {
  for (const [count, language] of [
    [2, 'zh'],
    [2, 'en'],
    [0, 'zh'],
    [60, 'zh'],
  ] as const) {
    const pdf = await createPdf({ template: quotationTemplate, data: quotation(count, language) })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    if (process.env['KEEP_PDF'])
      writeFileSync(
        `${process.env['KEEP_PDF']}/quotation-${language}-${count}.pdf`,
        pdf as unknown as Uint8Array,
      )
    if (!hasPoppler) continue
    const text = textOf(pdf)
    expect(text).toContain('深圳市鑫达钣金制品有限公司')
    expect(text).toContain('肆万肆仟元整')
    expect(text.match(/HY-1\d\d\d/g)?.length ?? 0).toBe(count)
  }
}, 60_000)

test('text in the data is printed and never run', async () => {
  const nasty = [
    '#read("/etc/passwd")',
    '"); #panic("x")',
    '*bold* _it_ $x^2$ @ref <label>',
    '\\u{41} \\" ` ``` //',
    '= heading',
    '{{7*7}} ${1+1}',
  ]
  const texts = [...nasty, ...testHostileTexts]
  const data = {
    ...quotation(1),
    terms: texts,
    lines: texts.map((name, no) => ({
      no,
      code: name.slice(0, 12),
      name,
      spec: name,
      quantity: '1',
      unit: name.slice(0, 4),
      price: '1',
      amount: '1',
    })),
  }
  const pdf = await createPdf({ template: quotationTemplate, data })
  if (!hasPoppler) return
  const text = textOf(pdf)
  for (const line of nasty.slice(0, 2)) expect(text).toContain(line)
  expect(text).not.toContain('root:x:')
}, 60_000)

test('a template reaches no file, no network and no package, and says what is wrong in one sentence', async () => {
  const connections: unknown[] = []
  const listener = createServer((socket) => (connections.push(1), socket.end())).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  process.env['HTTPS_PROXY'] = `http://127.0.0.1:${(listener.address() as { port: number }).port}`
  closePdf()
  for (const template of [
    '#read("/etc/passwd")',
    '#read("../../../../etc/passwd")',
    '#image("https://example.com/a.png")',
    '#import ("@pre" + "view/cetz:0.2.0"): *',
    '#nonsense',
    '#plugin("a.wasm")',
  ]) {
    const { code, sentence } = await refusal(createPdf({ template, data: {} }))
    expect(code).toBe('template_broken')
    expect(sentence.en).not.toMatch(/guantong-pdf|\/tmp/)
  }
  delete process.env['HTTPS_PROXY']
  listener.close()
  expect(connections).toEqual([])
}, 60_000)

test('given files are seen by their own document only', async () => {
  const template = '#read("note.txt")'
  const pdf = await createPdf({
    template,
    data: {},
    files: { 'note.txt': new TextEncoder().encode('hello') },
  })
  expect(pdf.length).toBeGreaterThan(500)
  expect((await refusal(createPdf({ template, data: {} }))).code).toBe('template_broken')
  expect((await refusal(createPdf({ template, data: {}, files: { '../x': new Uint8Array(1) } }))).code).toBe(
    'template_broken',
  )
}, 60_000)

test('a template that never ends is stopped, the server stays awake and the next document is set', async () => {
  const endless = '#for a in range(100000) { for b in range(100000) { [x]; counter("c").step() } }'
  const seen: string[] = []
  const refused = refusal(createPdf({ template: endless, data: {}, timeoutMs: 3000 })).then(({ code }) =>
    seen.push(code),
  )
  // Were it set by the server itself, nothing else would have its turn before the end.
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
  seen.push('awake')
  await refused
  expect(seen).toEqual(['awake', 'template_too_slow'])
  expect((await createPdf({ template: '你好', data: {} })).length).toBeGreaterThan(500)
}, 60_000)
