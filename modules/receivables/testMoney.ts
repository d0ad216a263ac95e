import { startTestHouse, type Caller } from '../../kernel/testing/testHouse.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { customers } from '../customers/index.ts'
import { leads } from '../leads/index.ts'
import { pipeline } from '../pipeline/index.ts'
import { receivables } from './index.ts'
import { earlierSteps } from './testEarlierSteps.ts'

/** The columns of a bank's export that the tests write their lines under. */
export const statementHead = '记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要'

/** A house where orders are stand-ins and money is real, with what its tests do again and again. */
export async function openMoney() {
  const house = await startTestHouse(testDatabaseUrl(), [
    leads,
    customers,
    pipeline,
    earlierSteps,
    receivables,
  ])
  const boss = await house.person('总', ['manager'])
  const seller = await house.person('林晓', ['sales'], '销售部')
  const finance = await house.person('蒋会', ['finance'], '财务部')
  const account: string = (await finance.post('/api/records/bank_account', { name: '基本户' })).id

  const today = (days = 0) =>
    new Date(Date.now() + house.workspace.clockOffsetMs + 8 * 3_600_000 + days * 86_400_000)
      .toISOString()
      .slice(0, 10)
  // Rows as any: a test says what it expects of them.
  const listOf = async (object: string, condition: string, sort = '-created_at') =>
    (
      await finance.get(
        `/api/records/${object}?where=${encodeURIComponent(condition)}&sort=${sort}&limit=500`,
      )
    ).items as any[]
  const money = {
    house,
    boss,
    seller,
    finance,
    account,
    today,
    listOf,
    owedFor: async (order: string) =>
      (await listOf('receivable', `order = "${order}"`)).sort(
        (a, b) => Number(a.sequence) - Number(b.sequence),
      ),
    async makeOrder(name: string, amount: string, more: object = {}) {
      const customer = await boss.post('/api/records/customer', { name, owner: seller.id })
      const order = await boss.post('/api/records/order', {
        customer: customer.id,
        amount,
        owner: seller.id,
        payment_state: 'unpaid',
        ...more,
      })
      await house.settle()
      return { customer, order }
    },
    /** Lines of a statement: amount, memo, counterparty, and how many days from today they were booked. */
    async importLines(
      lines: readonly (readonly [amount: string, memo: string, party: string, days?: number])[],
    ) {
      const rows = lines.map(
        ([amount, memo, party, days], at) =>
          `${today(days)},CNY,${amount},${1000 + at}.00,转账汇款,${party},${memo}`,
      )
      const file = await upload(finance, '流水.csv', [statementHead, ...rows].join('\n'))
      const answer = await finance.post(`/api/records/bank_account/${account}/import_statement`, { file })
      await house.settle()
      return answer
    },
  }
  return money
}
export type Money = Awaited<ReturnType<typeof openMoney>>

/** Stores a file as somebody; answers its id. */
export async function upload(who: Caller, name: string, content: Uint8Array | string): Promise<string> {
  const edge = 'edge-of-parts'
  const payload = Buffer.concat([
    Buffer.from(
      `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from(`\r\n--${edge}--\r\n`),
  ])
  return (
    await who.raw({
      method: 'POST',
      url: '/api/files',
      payload,
      headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
    })
  ).body.id
}
