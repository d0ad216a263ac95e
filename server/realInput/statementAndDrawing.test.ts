import { Decimal } from 'decimal.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settled } from '../../kernel/house.ts'
import { testDatabaseUrl } from '../postgres/testDatabase.ts'
import { startDemo, type Demo } from '../seed/startDemo.ts'
import { signIn, type Person } from '../testPerson.ts'
import { realFiles } from './realData.ts'

const statements = realFiles('bank-cn')
const drawings = realFiles('drawings')

let demo: Demo
beforeAll(async () => {
  demo = await startDemo(testDatabaseUrl())
})
afterAll(() => demo?.stop())

const as = (login: string): Promise<Person> => signIn(demo.base, `${login}@demo.example`, demo.password)
const listOf = async (person: Person, object: string, where: string): Promise<any[]> =>
  (await person.get(`/records/${object}?limit=100&where=${encodeURIComponent(where)}`)).items

/**
 * Each export with the account it goes to, its lines and what they come to, reckoned by hand: on a credit
 * card a repayment is money in.
 */
const exported = [
  {
    bank: '招商银行基本户',
    file: 'cmb/debit/example-cmb-records.csv',
    ledger: 'cmb/debit/example-cmb-debit-output.ledger',
    layout: 'cmb_debit',
    lines: 5,
    sum: '-779.14',
    incoming: 1,
  },
  {
    bank: '招商银行信用卡',
    file: 'cmb/credit/example-cmb-records.csv',
    ledger: null,
    layout: 'cmb_credit',
    lines: 6,
    sum: '-7675.98',
    incoming: 4,
  },
  {
    bank: '工商银行一般户',
    file: 'icbc/debit-v1/example-icbc-debit-v1-records.csv',
    ledger: 'icbc/debit-v1/example-icbc-debit-v1-output.ledger',
    layout: 'icbc_debit',
    lines: 11,
    sum: '-1399.34',
    incoming: 5,
  },
]

test.for(exported)(
  'finance imports a statement of $layout, every line of it once',
  async ({ bank, file, ledger, layout, lines, sum, incoming }) => {
    const finance = await as('finance')
    const [seeded] = await listOf(finance, 'bank_account', `name = "${bank}"`)
    const account = (seeded ?? (await finance.post('/records/bank_account', { name: bank }))).id
    const { id } = await finance.upload({ name: '流水.csv', content: statements(file) })
    const answer = await finance.post(`/records/bank_account/${account}/import_statement`, { file: id })
    expect(answer).toMatchObject({ layout, imported: lines, already: 0, faults: [] })
    const rows = await listOf(finance, 'bank_line', `account = "${account}"`)
    expect(rows).toHaveLength(lines)
    const figures = [
      rows.reduce((all, row) => all.plus(row.amount), new Decimal(0)).toString(),
      rows.filter((row) => Number(row.amount) > 0).length,
    ]
    expect(figures).toEqual([sum, incoming])
    expect(
      await finance.post(`/records/bank_account/${account}/import_statement`, { file: id }),
    ).toMatchObject({ imported: 0, already: lines })
    if (!ledger) return
    // The ledger leaves out the movements its owner told it to ignore.
    const left = rows.map((row) => `${row.booked_on} ${new Decimal(row.amount).abs().toFixed(2)}`)
    const entries = statements(ledger)
      .toString()
      .split(/\n(?=\d{4}\/)/)
      .filter((block) => /^\d{4}\//.test(block) && !block.startsWith('1970'))
      .map(
        (block) =>
          `${block.slice(0, 10).replaceAll('/', '-')} ${Decimal.sum(...[...block.matchAll(/^ {4}\S+\s+- ?([\d.]+) CNY/gm)].map((match) => match[1]!)).toFixed(2)}`,
      )
    expect(entries.length).toBeGreaterThan(3)
    for (const entry of entries) {
      expect(left).toContain(entry)
      left.splice(left.indexOf(entry), 1)
    }
    expect(left).toHaveLength(lines - entries.length)
  },
)

test(
  'a STEP model under another name is known by its content, measured, and waits for the tech lead',
  { timeout: 120_000 },
  async () => {
    const [seller, techLead] = await Promise.all([as('sales'), as('tech-lead')])
    const customer = await seller.post('/records/customer', { name: '苏州法兰管件有限公司' })
    const deal = await seller.post('/records/opportunity', { name: '法兰 D160 询价', customer: customer.id })
    const file = await seller.upload(
      { name: '法兰.pdf', content: drawings('own_flange_d160.step') },
      { object: 'opportunity', record: deal.id, purpose: 'drawing' },
    )
    expect(file).toMatchObject({ kind: 'step' })
    await settled(demo.workspace, 60_000)

    const [drawing] = await listOf(seller, 'drawing', `opportunity = "${deal.id}"`)
    expect(drawing).toMatchObject({ kind: 'step', stage: 'measured', holes: '9' })
    expect(Math.abs(Number(drawing.volume_mm3) / 454085.8021 - 1)).toBeLessThan(1e-4)
    expect(drawing.box).toMatch(/160/)

    const [study] = await listOf(techLead, 'evaluation', `opportunity = "${deal.id}"`)
    const { items } = await techLead.get('/tasks')
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'evaluation',
          record: study.id,
          title: expect.stringContaining('法兰 D160 询价'),
        }),
      ]),
    )
  },
)
