import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acting, openVisits, type Visits } from '../process/testVisits.ts'
import { table } from '../workspace/workspace.ts'
import { parseMail } from './parseMail.ts'
import { takeMail } from './takeMail.ts'

let company: Visits
beforeAll(async () => {
  company = await openVisits()
  await company.publish(
    'mailed',
    acting(
      {
        mail: 'visit@firm.test.example',
        record: { field: 'number', is: 'substring before(process.event.subject, " ")' },
      },
      { what: '"mail " + process.event.text + " " + string(count(process.event.files))' },
    ),
  )
})
afterAll(() => company?.house.stop())

const arrive = async (headers: string, body: string) => {
  const mail = await parseMail(
    new Uint8Array(Buffer.from(`From: wang@customer.test.example\r\n${headers}\r\n\r\n${body}`)),
    new Date(),
  )
  await takeMail(company.house.workspace, mail, 'sales@firm.test.example')
  await company.house.settle()
}

test('a mail to the address of a process starts it, with its attachments, once', async () => {
  const id = await company.visit()
  const { number } = await company.li.get(`/api/records/visit/${id}`)
  const headers = `To: Visit@Firm.test.example\r\nMessage-ID: <1@customer>\r\nSubject: ${number} later\r\nContent-Type: multipart/mixed; boundary=x`
  const body =
    '--x\r\n\r\nFriday\r\n--x\r\nContent-Disposition: attachment; filename="plan.txt"\r\n\r\nplan\r\n--x--'
  await arrive(headers, body)
  await arrive(headers, body)
  expect(await company.marks('mail Friday 1')).toEqual([id])
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from ${table(company.house.workspace, '_upload')}`.execute(
    company.house.workspace.db,
  )
  expect(rows[0]!.n).toBe(0)
})

test('what a program wrote starts nothing', async () => {
  const before = await company.runs('mailed')
  await arrive(
    'To: visit@firm.test.example\r\nMessage-ID: <2@customer>\r\nSubject: HF-0001 away\r\nAuto-Submitted: auto-replied',
    'away',
  )
  expect(await company.runs('mailed')).toEqual(before)
})
