import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readBack } from '../../kernel/documents/testSheets.ts'
import { realFiles } from './realData.ts'

const read = realFiles('bank-cn')
const rowsOf = (file: string) => readBack(Readable.from([read(file)]))

test('a WeChat statement as CSV and as workbook holds the same kind of lines, and a GBK export is read', async () => {
  const dates = (rows: string[][]) =>
    rows
      .map((cells) => cells[0]?.replace('T', ' '))
      .filter((text) => /^20\d\d-\d\d-\d\d \d\d/.test(text ?? ''))
  expect(dates(await rowsOf('wechat/example-wechat-records.csv')).length).toBeGreaterThan(3)
  expect(dates(await rowsOf('wechat/example-wechat-records.xlsx')).length).toBeGreaterThan(3)
  expect((await rowsOf('alipay/example-alipay-records.csv')).flat().join()).toContain('支付宝')
})
