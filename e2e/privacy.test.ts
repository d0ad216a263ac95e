import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeRecord, createRecord } from '../kernel/records/write.ts'
import { transact } from '../kernel/workspace/transact.ts'
import { systemActor } from '../kernel/workspace/workspace.ts'
import type { Demo } from '../server/seed/startDemo.ts'
import { look } from './browser/look.ts'
import { openDemo, type OpenDemo } from './browser/openDemo.ts'
import type { House } from './browser/openHouse.ts'
import { phone } from './browser/person.ts'

const mobile = '13645678901'
let opened: OpenDemo, demo: Demo, house: House, lead: string, customer: string, contact: string
beforeAll(async () => {
  ;({ demo, house } = opened = await openDemo())
  const make = (object: string, draft: object) =>
    transact(demo.workspace, systemActor('tests'), (tx) => createRecord(tx, object, draft as never))
  lead = (await make('lead', { company: '保密机械厂', contact: '尹秘密', phone: mobile, source: 'phone' })).id
  customer = (await make('customer', { name: '台州密实机械' })).id
  contact = (await make('contact', { customer, name: '尹秘密', phone: mobile })).id
}, 120_000)
afterAll(() => opened?.close())

test('what happens to personal data is told before anybody signs in', async () => {
  const stranger = await house.stranger('stranger', phone)
  await stranger.page.goto(house.base)
  await stranger.page.getByText('个人信息说明').click()
  await stranger.page.getByText('随时向我们查询、更正或要求删除').waitFor()
  await look(stranger, '登录页的个人信息说明')
})

test('a list filtered by telephone names it in no address, of the page or of any request', async () => {
  const manager = await house.as('manager')
  const { page } = manager
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${house.base}/o/lead`)
  await page.getByTestId('filter-more').click()
  await page.getByRole('menuitem', { name: '电话', exact: true }).click()
  await page.locator('.filter-editor input[type=text]').fill(mobile)
  await page.keyboard.press('Enter')
  await page.locator('tbody tr[data-id]').filter({ hasText: '保密机械厂' }).waitFor()
  await page.locator('.filter-bar').getByText(mobile).first().waitFor()
  await page.waitForFunction(`document.querySelectorAll('tbody tr[data-id]').length === 1`)
  expect([...asked, page.url()].filter((url) => url.includes(mobile))).toEqual([])
  // Opening the record is what the administrator finds below.
  await page.goto(`${house.base}/o/lead/${lead}`)
  await page.getByTestId('title').waitFor()
})

test('the administrator sees who read what, sets how long it is kept, and counts before anything is removed', async () => {
  const admin = await house.as('admin')
  const { page } = admin
  await page.goto(`${house.base}/studio`)
  await page.getByRole('link', { name: '查看记录' }).click()
  await page
    .getByRole('row')
    .filter({ hasText: '顾明远' })
    .filter({ hasText: '线索' })
    .filter({ hasText: '个人信息' })
    .first()
    .waitFor()
  await look(admin, '查看记录')
  await page.getByRole('button', { name: '顾明远' }).first().click()
  await page.getByRole('button', { name: /只看 顾明远/ }).waitFor()

  await page.goto(`${house.base}/studio/privacy`)
  await page.getByTestId('retention-form').waitFor()
  await look(admin, '隐私与保留')
  await page.getByLabel(/线索关闭多少个月后/).fill('12')
  await page.getByTestId('count-now').press('Enter')
  await page.getByTestId('retention-count').filter({ hasText: '线索 0' }).waitFor()
  await page.getByLabel('中文').fill('我们只为答复您而使用您的信息。')
  await page.getByTestId('notice-form').getByRole('button', { name: '保存' }).click()
  await page.getByTestId('notice-form').getByText('第 2 版').waitFor()
})

test('a contact asks what is held of them and for its removal: first the lead must be closed, then all is gone', async () => {
  const admin = await house.as('admin')
  const { page } = admin
  await page.goto(`${house.base}/o/contact/${contact}`)
  await page.getByTestId('record-more').click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: '导出此人的全部信息' }).click(),
  ])
  const held = JSON.parse(readFileSync(await file.path(), 'utf8'))
  expect(held.records.map((one: { object: string }) => one.object).sort()).toEqual(['contact', 'lead'])

  const ask = async () => {
    await page.getByTestId('record-more').click()
    await page.getByRole('menuitem', { name: '清除此人的个人信息' }).click()
    await page.getByTestId('ask-ok').click()
  }
  await admin.watch.refusal(async () => {
    await ask()
    await page
      .getByRole('dialog')
      .getByText(/仍在处理中/)
      .first()
      .waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
  })
  await transact(demo.workspace, systemActor('tests'), (tx) =>
    changeRecord(tx, 'lead', lead, { stage: 'disqualified' }),
  )
  await ask()
  await page.getByTestId('saying').filter({ hasText: '已清除 2 条记录' }).waitFor()
  await page.getByTestId('title').filter({ hasText: '***' }).waitFor()
})

test('a colleague takes the own data along', async () => {
  const admin = await house.as('admin')
  const { page } = admin
  await page.goto(`${house.base}/me`)
  await page.getByTestId('own-data').waitFor()
  await look(admin, '我的数据')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载我的数据' }).click(),
  ])
  expect(JSON.parse(readFileSync(await file.path(), 'utf8')).profile.login).toBe('admin@demo.example')
})

test('nothing went wrong on anybody’s screen', () => {
  expect(house.faults()).toEqual([])
})
