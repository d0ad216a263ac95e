import type { SalesHistory } from '../../kernel/testing/testSales.ts'
import { realFiles } from './realData.ts'

const sheet = realFiles('crm-pipeline')
const june = sheet('sales_pipeline.csv')
  .toString()
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(','))
  .filter(([, , , , stage, , closed]) => stage === 'Won' && /^6\/\d+\/2017$/.test(closed!))
  .map((row) => Number(row[7]))

/** 8,800 opportunities of 85 accounts, with what is known of them. */
export const realSales: SalesHistory = {
  sheet,
  accounts: 85,
  products: 7,
  sellers: 35,
  managers: 6,
  offices: 3,
  technology: 12,
  team: { manager: 'Melvin Marxen', office: 'Central', sellers: 6 },
  rows: 8800,
  misspelt: { value: 'GTXPro', meant: 'GTX Pro', rows: 1480, first_row: 3 },
  blank: { rows: 1425, first_row: 11 },
  both: 222,
  stages: [4238, 2473, 1589, 500],
  amount: '10005534.00',
  rate: { percent: '63.15', sellers: 30 },
  month: {
    from: '2017-06-01',
    to: '2017-07-01',
    won: june.length,
    amount: `${june.reduce((sum, value) => sum + value, 0)}.00`,
  },
  sample: {
    id: '1C1I7A6R',
    owner: 'Moses Frase',
    product: 'GTX Plus Basic',
    account: 'Cancity',
    amount: '1054.00',
    closed: '2017-03-01',
    engaged_at: '2016-10-19T16:00:00.000Z',
    closed_at: '2017-02-28T16:00:00.000Z',
  },
}
