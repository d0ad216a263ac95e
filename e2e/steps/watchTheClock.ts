import { expect } from 'vitest'
import type { Locator } from 'playwright-core'
import { signIn } from '../client.ts'
import { upload } from '../browser/form.ts'
import { answerTask, openTask } from '../browser/inbox.ts'
import { look } from '../browser/look.ts'
import { logins, type House } from '../browser/openHouse.ts'
import type { Person } from '../browser/person.ts'
import {
  act,
  attach,
  edit,
  enterStage,
  openFromList,
  openMenu,
  openRecord,
  waitForStage,
} from '../browser/record.ts'

/** 12. Each figure of the cockpit opens exactly the records behind it. */
export async function lookFromTheCockpit(house: House): Promise<void> {
  const manager = await house.as('manager')
  const { page } = manager
  await openMenu(manager, '商机', '驾驶舱')
  const panel = (name: string) => page.locator(`[data-panel=${name}]`)
  await panel('board').locator('[data-figure=activities]').first().waitFor()
  await panel('month').locator('[data-figure=won]').waitFor()
  await panel('funnel').locator('[data-figure=all-deals]').waitFor()
  await panel('month').locator('svg').first().waitFor()
  await look(manager, '驾驶舱')
  const figures = ['funnel', 'board'].map((name) =>
    panel(name).locator('[data-figure=deals], [data-figure=all-deals], [data-figure=activities]'),
  )
  for (const figure of figures)
    for (let at = 0; at < (await figure.count()); at++) await opensItsRows(manager, figure.nth(at))
  const won = panel('month').locator('[data-figure=won]')
  const deals = /\d+/.exec(await won.locator('xpath=..').locator('small').innerText())![0]
  expect(Number(deals)).toBeGreaterThan(0)
  await opensItsRows(manager, won, deals)
  await look(manager, '驾驶舱的明细')
}

/** The list behind a figure has as many rows as the figure says; then back to the cockpit. */
async function opensItsRows({ page }: Person, figure: Locator, count?: string): Promise<void> {
  const said = count ?? (await figure.innerText()).trim()
  await figure.click()
  await page.locator('.filter-bar .pill.on').getByText('条件文本').waitFor()
  await page
    .getByTestId('count')
    .filter({ hasText: `共 ${said} 条` })
    .waitFor()
  await page.goBack()
  await figure.waitFor()
}

/**
 * 11. A quote without a word for 15 days becomes a task of the seller; a deal that stays 30 days in its stage
 * is told to the director.
 */
export async function waitForAlerts(house: House): Promise<void> {
  const { trail } = house
  const seller = await house.as(trail.seller)
  const { page } = seller
  const name = `升级双层密封 ${trail.mark}`
  await openFromList(seller, '商机', '商机', name)
  await attach(seller, '通话录音', upload('通话录音.pdf', '%PDF-1.4 call_recording'))
  await edit(seller, {
    意向等级: '高',
    技术参数: '双层密封',
    应用场景: '脱硫塔',
    预算范围: '3-4万',
    项目时间表: '一个月',
  })
  expect(await enterStage(seller, '需求确认')).toEqual([])
  await act(seller, '一键报价')
  await page.getByTestId('answer').getByRole('link', { name: '报价单 →' }).click()
  await page.locator('.page.record[data-object=quote]').waitFor()
  const quote = openRecord(seller)
  const number = await page.getByTestId('title').innerText()
  await act(seller, '提交')
  // The price of one click is what the seller expects of the deal: nobody but the director says yes to it.
  const director = await house.as('director')
  await openTask(director, number.split(' ')[0]!)
  await answerTask(director, '同意', '同意')
  await waitForStage(seller, '已批准')
  await act(seller, '发出')

  const admin = await signIn(house.base, `${logins.admin}@demo.example`, house.password)
  const forward = (days: number) => admin.post('/clock', { forward_s: days * 86_400 })
  const tasks = async () =>
    (
      await admin.get(
        `/records/task?where=${encodeURIComponent(`record = "${quote}" and kind = "follow_up"`)}`,
      )
    ).items.length
  await forward(14)
  expect(await tasks()).toBe(0)
  await forward(2)
  await openTask(seller, number)
  await look(seller, '报价跟进任务')
  await forward(15)
  await director.page.goto(`${house.base}/notices`)
  await director.page.getByText(name).first().waitFor()
  await look(director, '通知')
}
