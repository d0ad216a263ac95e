import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { neutraliseCell, restoreCell } from '../../kernel/documents/cellText.ts'
import { closePdf, createPdf } from '../../kernel/documents/pdf.ts'
import { readBack, throughSheets } from '../../kernel/documents/testSheets.ts'
import { testDatabaseUrl } from '../postgres/testDatabase.ts'
import { startDemo, type Demo } from '../seed/startDemo.ts'
import { proveTextsStay } from '../testTextsStay.ts'
import { realFiles, realFolder } from './realData.ts'

const read = realFiles('hostile')
const texts = JSON.parse(read('naughty-strings/blns.json').toString()) as string[]
const attacks = read('csv-injection/Intruder/csv-payload.txt').toString().split(/\r?\n/)
const spectrum = readdirSync(join(realFolder('hostile'), 'csv-spectrum/csvs')).map((file) =>
  file.replace('.csv', ''),
)
/** A published case; the stored copies of two lost their carriage returns. */
const csvOf = (name: string) => {
  const csv = read(`csv-spectrum/csvs/${name}.csv`).toString()
  return name.endsWith('_crlf') ? csv.replaceAll(/\r?\n/g, '\r\n') : csv
}

let demo: Demo,
  cookie = ''
beforeAll(async () => {
  demo = await startDemo(testDatabaseUrl())
  const body = JSON.stringify({ login: 'manager@demo.example', password: demo.password })
  const answer = await fetch(`${demo.base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  cookie = answer.headers.get('set-cookie')!.split(';')[0]!
})
afterAll(async () => {
  closePdf()
  await demo?.stop()
})

test('the published CSV cases give the published rows', async () => {
  for (const name of spectrum) {
    const [header = [], ...rows] = await readBack(Readable.from([Buffer.from(csvOf(name))]))
    const wanted = [JSON.parse(read(`csv-spectrum/json/${name}.json`).toString())].flat()
    if (name === 'location_coordinates') wanted[0]['Contact Phone Number'] = '2095257564' // the published JSON names another number than its CSV
    expect(
      rows.map((row) => Object.fromEntries(header.map((key, i) => [key, row[i] ?? '']))),
      name,
    ).toEqual(wanted)
  }
})

test('the published CSV cases are understood or refused in a sentence by the import', async () => {
  for (const name of spectrum) {
    const form = new FormData()
    form.append('file', new Blob([csvOf(name)]), `${name}.csv`)
    const answer = await fetch(`${demo.base}/api/records/customer/import?dry_run=true`, {
      method: 'POST',
      headers: { cookie },
      body: form,
    })
    const report = (await answer.json()) as { columns?: unknown; detail?: string }
    expect([name, answer.status < 500, Boolean(report.columns ?? report.detail)]).toEqual([name, true, true])
  }
})

test('every hostile text comes back from CSV and from XLSX as it went in, and none begins like a formula', async () => {
  const { wanted, csv, xlsx } = await throughSheets([...texts, ...attacks])
  expect(csv).toEqual(wanted)
  expect(xlsx).toEqual(wanted)
  for (const text of attacks) {
    expect(neutraliseCell(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
    expect(restoreCell(neutraliseCell(text))).toBe(text)
  }
})

test('every hostile text is printed and never run', async () => {
  const pdf = await createPdf({
    template: '#for row in sys.inputs.pairs() [#row.at(1)]',
    data: { all: texts.join('\n') },
  })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
}, 60_000)

test(
  'every hostile text comes back byte for byte, in every text of a lead, a customer and an activity, and leaves inert',
  { timeout: 120_000 },
  async () => {
    await proveTextsStay({ base: demo.base, cookie }, [...texts, ...attacks, '-3.00', '+3'])
  },
)
