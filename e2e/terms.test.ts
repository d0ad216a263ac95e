import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Demo } from '../server/seed/startDemo.ts'
import { look } from './browser/look.ts'
import { openDemo, type OpenDemo } from './browser/openDemo.ts'
import type { House } from './browser/openHouse.ts'

/** The periods and limits of the company, changed by hand by those whom they name. */
let opened: OpenDemo, demo: Demo, house: House
beforeAll(async () => {
  ;({ demo, house } = opened = await openDemo())
}, 120_000)
afterAll(() => opened?.close())

test('the sales director changes a term by keyboard and is told what was wrong with a value', async () => {
  const director = await house.as('director')
  const { page, watch } = director
  await page.goto(demo.base)
  const menu = page.getByRole('navigation', { name: '主菜单' })
  await menu.getByRole('link', { name: '期限与额度' }).click()
  const row = page.locator('[data-term=quote_follow_up]')
  const days = row.getByLabel('报价跟进期限')
  await days.fill('0')
  await watch.refusal(async () => {
    await days.press('Enter')
    await row.getByRole('alert').filter({ hasText: '报价跟进期限：应在1至3650之间' }).waitFor()
  })
  expect(await days.getAttribute('aria-invalid')).toBe('true')
  await page.locator('#quote_follow_up:focus').waitFor()
  await look(director, 'terms-wrong')
  await days.fill('7')
  expect(await row.getByRole('alert').count()).toBe(0)
  await days.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('已发布，立即生效').waitFor()
  await row.getByText(/沈岚 修改过/).waitFor()
  await page.locator('#quote_follow_up:focus').waitFor()
  expect(await page.getByLabel('默认账期').innerText()).toBe('30 天')
  await page.reload()
  expect(await days.inputValue()).toBe('7')
  await look(director, 'terms')
})

test('of two windows on one term the slower is shown both values and keeps one of them', async () => {
  const [director, admin] = [await house.as('director'), await house.as('admin')]
  const days = (page: typeof admin.page) =>
    page.locator('[data-term=quote_follow_up]').getByLabel('报价跟进期限')
  await director.page.goto(`${director.base}/studio/terms`)
  await days(director.page).fill('9')
  await admin.page.goto(`${admin.base}/studio/terms`)
  await days(admin.page).fill('11')
  await days(admin.page).press('Enter')
  await admin.page.getByText('已发布，立即生效').waitFor()
  const row = director.page.locator('[data-term=quote_follow_up]')
  await director.watch.refusal(async () => {
    await days(director.page).press('Enter')
    await row.getByRole('alert').filter({ hasText: '刚把“报价跟进期限”改为11天' }).waitFor()
  })
  expect(await days(director.page).inputValue()).toBe('9')
  await look(director, 'terms-both')
  await row.getByRole('button', { name: '保留 11 天' }).waitFor()
  await row.getByRole('button', { name: '仍改为 9 天' }).press('Enter')
  await row.getByRole('alert').waitFor({ state: 'detached' })
  await director.page.reload()
  expect(await days(director.page).inputValue()).toBe('9')
})

test('the administrator finds the page in the studio and gives a term its shipped value back', async () => {
  const admin = await house.as('admin')
  const { page, base } = admin
  await page.goto(`${base}/studio`)
  await page.getByRole('main').getByRole('link', { name: '期限与额度' }).click()
  const row = page.locator('[data-term=quote_follow_up]')
  await row.getByRole('button', { name: '恢复为 15' }).press('Enter')
  await row.getByRole('button', { name: '恢复为 15' }).waitFor({ state: 'detached' })
  expect(await row.getByLabel('报价跟进期限').inputValue()).toBe('15')
  await look(admin, 'terms-admin')
})

test('nobody saw an error on the way', () => {
  expect(house.faults()).toEqual([])
})
