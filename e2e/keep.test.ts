import { afterAll, beforeAll, expect, test } from 'vitest'
import { look } from './browser/look.ts'
import { openDemo, type OpenDemo } from './browser/openDemo.ts'
import { makeDeals } from './browser/someDeals.ts'

/** Nothing that somebody typed is lost. */
let { demo, house, close } = {} as OpenDemo
beforeAll(async () => {
  ;({ demo, house, close } = await openDemo())
  await makeDeals(demo.base, demo.password)
}, 120_000)
afterAll(() => close?.())

const company = '[data-field=company] input'

test('a form that was closed in the middle is offered back, and forgotten once it is saved', async () => {
  const seller = await house.as('sales')
  const { page } = seller
  await page.goto(`${demo.base}/o/lead/new`)
  await page.locator(company).fill('恒力液压（未保存）')
  await page.reload()
  await page.getByTestId('draft-offer').getByText('公司名称').waitFor()
  await look(seller, 'draft-offer')
  await page.getByTestId('draft-take').click()
  expect(await page.locator(company).inputValue()).toBe('恒力液压（未保存）')
})

test('who leaves a form that is not saved is asked first, and what was typed stays either way', async () => {
  const { page } = await house.as('sales')
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '首页' }).click()
  const question = page.getByRole('dialog').filter({ hasText: '写的内容还没有保存' })
  await question.getByRole('button', { name: '留在这里' }).click()
  expect(await page.locator(company).inputValue()).toBe('恒力液压（未保存）')
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '首页' }).click()
  await question.getByRole('button', { name: '离开' }).click()
  await page.waitForURL(`${demo.base}/`)
  await page.goto(`${demo.base}/o/lead/new`)
  await page.getByTestId('draft-take').click()
  expect(await page.locator(company).inputValue()).toBe('恒力液压（未保存）')
})

test('all faults of a form stand at their fields at once', async () => {
  const seller = await house.as('sales')
  const { page, watch } = seller
  await page.locator(company).fill('')
  await page.locator('[data-field=email] input').fill('keine Adresse')
  await watch.refusal(async () => {
    await page.keyboard.press('Control+s')
    await page.getByTestId('fault-count').waitFor()
  })
  await page.locator('[data-field=company] [role=alert]').waitFor()
  await page.locator('[data-field=email] [role=alert]').waitFor()
  await look(seller, 'all-faults')
  await page.locator('[data-field=email] input').fill('')
  await page.locator(company).fill('恒力液压（未保存）')
})

test('a session that ends while somebody types asks for the password only, and the save goes on', async () => {
  const seller = await house.as('sales')
  const { page, context, watch } = seller
  await page.locator('[data-field=source] .ant-select').click()
  await page.locator('[data-option=website]').last().click()
  await watch.refusal(async () => {
    await context.clearCookies()
    await page.getByTestId('save').click()
    await page.getByTestId('sign-in-known').waitFor()
    expect(await page.locator('#login').count()).toBe(0)
    await page.locator('#password').fill(demo.password)
    await page.keyboard.press('Enter')
    await page.getByTestId('title').filter({ hasText: '恒力液压（未保存）' }).waitFor()
  })
  await page.goto(`${demo.base}/o/lead/new`)
  await page.locator(company).waitFor()
  expect(await page.getByTestId('draft-offer').count()).toBe(0)
})

test('a part that is gone after an upgrade leaves the page as it is, and says so in its place', async () => {
  const director = await house.as('director')
  const { page, watch } = director
  await page.goto(`${demo.base}/o/opportunity`)
  await page.locator('tr[data-id]').first().waitFor()
  await page.route(/\/assets\/Board-.*\.js/, (route) => route.fulfill({ status: 404, body: 'gone' }))
  await watch.refusal(async () => {
    await page.getByTestId('view').click()
    await page.getByTestId('part-failed').waitFor()
  })
  await page.getByText('这一部分没有取到').waitFor()
  await page.unroute(/\/assets\/Board-.*\.js/)
  await page.getByTestId('part-failed').getByRole('button', { name: '再试一次' }).click()
  await page.locator('.board-card').first().waitFor()
})

test('nobody saw an error on the way', () => {
  expect(house.faults().filter((fault) => !/Board-|preload/.test(fault))).toEqual([])
})
