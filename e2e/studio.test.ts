import { afterAll, beforeAll, expect, test } from 'vitest'
import { addUpCounts } from '../kernel/watch/alerts.ts'
import { count } from '../kernel/workspace/counts.ts'
import type { Demo } from '../server/seed/startDemo.ts'
import { look } from './browser/look.ts'
import { openDemo, type OpenDemo } from './browser/openDemo.ts'
import type { House } from './browser/openHouse.ts'
import type { Person } from './browser/person.ts'

/** What only an administrator sees, pressed by hand. */
let opened: OpenDemo, demo: Demo, house: House, admin: Person
beforeAll(async () => {
  ;({ demo, house } = opened = await openDemo())
  admin = await house.as('admin')
}, 120_000)
afterAll(() => opened?.close())

test('an administrator sees what was unusual, and changes from which number on they are told', async () => {
  count(demo.workspace, 'throttled', null, 500)
  await addUpCounts(demo.workspace)
  const { page, base } = admin
  await page.goto(`${base}/studio`)
  await page.getByRole('link', { name: '异常提醒与上传限额' }).click()
  await page.getByRole('row', { name: /因过于频繁被拒的请求.*500/ }).waitFor()
  const rules = page.getByTestId('watch-rules')
  await rules.getByLabel('因过于频繁被拒的请求: 超过').fill('600')
  await rules.getByRole('switch', { name: '导出的行' }).press('Space')
  await rules.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByText('已发布，立即生效').waitFor()
  await page.reload()
  await page.getByRole('row', { name: /因过于频繁被拒的请求/ }).waitFor()
  expect(await rules.getByLabel('因过于频繁被拒的请求: 超过').inputValue()).toBe('600')
  expect(await rules.getByRole('switch', { name: '导出的行' }).getAttribute('aria-checked')).toBe('false')
  const uploads = page.getByTestId('upload-rules')
  await uploads.getByLabel('每人累计可存放').fill('300')
  await uploads.getByRole('button', { name: /保\s*存/ }).click()
  await page.reload()
  await page.getByRole('row', { name: /因过于频繁被拒的请求/ }).waitFor()
  expect(await uploads.getByLabel('每人累计可存放').inputValue()).toBe('300')
  await look(admin, 'watch')
})

test('an administrator closes the internet but for the names on the list', async () => {
  const { page, base } = admin
  await page.goto(`${base}/studio/outgoing`)
  await page.getByLabel('只能调用已登记的地址').press('Space')
  await page.getByText('已发布，立即生效').waitFor()
  await page.getByLabel('登记的域名').fill('open.feishu.cn')
  await page.getByLabel('登记的域名').press('Enter')
  await page.locator('.ant-select-selection-item', { hasText: 'open.feishu.cn' }).waitFor()
  await page.reload()
  await page.locator('.ant-select-selection-item', { hasText: 'open.feishu.cn' }).waitFor()
  expect(await page.getByLabel('只能调用已登记的地址').getAttribute('aria-checked')).toBe('true')
  await look(admin, 'outgoing')
})

test('a seller who types an address of the administrators is told who may and whom to ask', async () => {
  const seller = await house.as('sales')
  const { page, base } = seller
  const closed = ['', '/watch', '/outgoing', '/privacy', '/roles', '/sign-in', '/readings', '/objects/lead']
  for (const path of closed) {
    await page.goto(`${base}/studio${path}`)
    await page.getByRole('heading', { name: '这一页只有系统管理员可以打开' }).waitFor()
    expect(await page.getByRole('main').getByRole('button').count(), path).toBe(0)
  }
  await look(seller, 'administrators-only')
  await page.getByRole('main').getByRole('link', { name: '期限与额度' }).click()
  await page.locator('[data-term=quote_follow_up]').waitFor()
})

test('nobody saw an error on the way', () => {
  expect(house.faults()).toEqual([])
})
