import { expect } from 'vitest'
import { fillForm, pick, signed, upload } from '../browser/form.ts'
import { look } from '../browser/look.ts'
import type { House } from '../browser/openHouse.ts'
import { phone } from '../browser/person.ts'
import {
  act,
  openFromList,
  openMenu,
  openRecord,
  refused,
  waitForFact,
  waitForStage,
} from '../browser/record.ts'

/**
 * 9. The bank's statement is brought in: lines that name the order close its receivables, a stray one waits
 * and is explained by hand.
 */
export async function collect(house: House): Promise<void> {
  const { trail } = house
  const finance = await house.as('finance')
  const { page } = finance
  await openFromList(finance, '应收', '应收单', trail.orderNumber)
  await look(finance, '应收单')
  const amounts = await dues(house)
  await openMenu(finance, '应收', '银行对账')
  await pick(page.locator('.list-head .ant-select, .record-head .ant-select').first(), '招商银行基本户')
  const rows = [
    '交易日期,收入金额,支出金额,余额,对方户名,摘要',
    ...amounts.map(
      (amount, at) => `${today()},${amount},,1000${at}.00,${trail.company},货款 ${trail.orderNumber}`,
    ),
    `${today()},77.77,,20000.00,某某个人${trail.mark},转账`,
  ]
  await page
    .getByTestId('statement')
    .setInputFiles(upload(`对账单${trail.mark}.csv`, rows.join('\n'), 'text/csv'))
  await page
    .getByTestId('imported')
    .getByText(`${rows.length - 1}`)
    .first()
    .waitFor()
  await look(finance, '银行对账')
  const stray = page.locator('.bank-line').filter({ hasText: `某某个人${trail.mark}` })
  await stray.getByRole('button', { name: '无需认领' }).click()
  await stray.getByRole('button', { name: '退款' }).click()
  await stray.getByTestId('ignore-sure').click()
  await stray.waitFor({ state: 'detached' })

  const seller = await house.as(trail.seller)
  await openFromList(seller, '订单', '订单', trail.orderNumber)
  await waitForFact(seller, '回款状态', '已结清')
  await look(seller, '订单已结清')
  await seller.page.getByRole('link', { name: '首页' }).first().click()
  await seller.page.getByTestId('my-notices').getByText(/回款/).first().waitFor()
}

/** What the order's receivables come to, as the list shows them. */
async function dues(house: House): Promise<readonly string[]> {
  const finance = await house.as('finance')
  const { page } = finance
  await page.locator('.fact[data-field=order] a').click()
  await page.locator('.page.record[data-object=order]').waitFor()
  await page.getByRole('tab', { name: '应收单' }).click()
  await page.locator('[data-related=receivables] tbody tr').first().waitFor()
  const shown = await page.locator('[data-related=receivables] td[data-column=amount]').allInnerTexts()
  return shown.map((amount) => amount.replaceAll(/[^\d.]/g, ''))
}

/** The company's day. */
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())

/**
 * 10. The customer scans the machine's code and calls for help without a login; the engineer comes, mends,
 * lets him sign, and sees the next deal.
 */
export async function serve(house: House): Promise<void> {
  const { trail } = house
  const engineer = await house.as('engineer')
  const { page } = engineer
  await page.goto(`${house.base}/o/equipment/${trail.equipment}`)
  await page.getByRole('button', { name: '报修二维码' }).click()
  const token = await page.locator('[data-code]').getAttribute('data-code')
  await look(engineer, '报修二维码')

  const customer = await house.stranger('customer', phone)
  await customer.page.goto(`${house.base}/repair/${token}`)
  await customer.page.getByTestId('unit').waitFor()
  await look(customer, '设备报修')
  await customer.page.getByTestId('send').click()
  await customer.page.getByRole('alert').first().waitFor()
  await fillForm(customer.page.locator('form'), {
    出了什么问题: `法兰面渗漏 ${trail.mark}`,
    联系人: '张师傅',
    联系电话: '13712345678',
  })
  await customer.page.getByTestId('send').click()
  const number = await customer.page.getByTestId('ticket').innerText()
  await look(customer, '设备报修已收到')

  await openFromList(engineer, '售后', '服务工单', number)
  trail.ticket = openRecord(engineer)
  await waitForStage(engineer, '已派工')
  await look(engineer, '服务工单')
  await act(engineer, '到场签到', { 定位: '29.994700, 120.586100' })
  await waitForStage(engineer, '现场处理')
  expect(await refused(engineer, '解决', { 解决方案: '更换垫片' })).toMatch(/签名/)
  await act(engineer, '解决', { 解决方案: '更换垫片', 客户签名: signed })
  await waitForStage(engineer, '已解决')
  await act(engineer, '提报商机', {
    商机名称: `升级双层密封 ${trail.mark}`,
    说明: '客户有改造意向',
    预计金额: '36000',
  })
  await look(engineer, '服务工单已解决')

  const seller = await house.as(trail.seller)
  await openFromList(seller, '商机', '商机', `升级双层密封 ${trail.mark}`)
  await waitForFact(seller, '来源', '售后')
  await seller.page.getByRole('link', { name: '首页' }).first().click()
  await seller.page.getByTestId('my-notices').getByText(`升级双层密封 ${trail.mark}`).first().waitFor()
}
