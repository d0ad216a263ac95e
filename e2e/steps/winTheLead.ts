import { expect } from 'vitest'
import { nobody } from '../client.ts'
import { upload, fillForm } from '../browser/form.ts'
import { look } from '../browser/look.ts'
import type { House } from '../browser/openHouse.ts'
import {
  act,
  attach,
  edit,
  enterStage,
  openFromList,
  openMenu,
  openRecord,
  waitForFact,
  waitForStage,
} from '../browser/record.ts'

/**
 * 1. The website sends an inquiry; it lies in the list of the seller whom the rules chose, with the clock
 * running.
 */
export async function receiveLead(house: House): Promise<void> {
  const { trail, base } = house
  const inquiry = {
    external_id: `hand-${trail.mark}`,
    company: trail.company,
    contact: '王工',
    phone: `138${String(Date.now()).slice(-8)}`,
    province: '浙江省',
    city: '绍兴市',
    product_line: '环保设备',
    budget: '480000',
    message: '需要一套脱硫塔配套不锈钢件',
  }
  const [one, two] = await Promise.all([
    nobody(base).post('/intake/website', inquiry),
    nobody(base).post('/intake/website', inquiry),
  ])
  expect(two.lead).toBe(one.lead)
  trail.lead = one.lead
  const director = await house.as('director')
  await openFromList(director, '线索', '线索', trail.company)
  await waitForFact(director, '省份', '浙江')
  await waitForFact(director, '负责人', /林晓|周予安/)
  trail.seller = (await director.page.locator('.fact[data-field=owner]').innerText()).includes('林晓')
    ? 'sales'
    : 'sales2'
  const seller = await house.as(trail.seller)
  await look(seller, '首页')
  await seller.page
    .getByTestId('my-notices')
    .getByRole('link')
    .filter({ hasText: trail.company })
    .first()
    .waitFor()
  await openMenu(seller, '线索', '线索')
  await look(seller, '线索列表')
  await openFromList(seller, '线索', '线索', trail.company)
  await seller.page.getByText('首次响应', { exact: false }).first().waitFor()
  await look(seller, '线索')
}

/** 2. The first call is logged, and the lead becomes customer, contact and opportunity. */
export async function convertLead(house: House): Promise<void> {
  const { trail } = house
  const seller = await house.as(trail.seller)
  const { page } = seller
  await openFromList(seller, '线索', '线索', trail.company)
  await act(seller, '记录跟进', { 沟通内容: '已与王工通话，确认需求', '时长（分钟）': '12', 意向等级: '高' })
  await waitForStage(seller, '已触达')
  await act(seller, '转为商机', { 商机名称: `脱硫塔配套件 ${trail.mark}` })
  await waitForStage(seller, '已转化')
  await page.getByTestId('answer').getByRole('link', { name: '商机 →' }).click()
  await page.getByTestId('title').filter({ hasText: '脱硫塔配套件' }).waitFor()
  trail.opportunity = openRecord(seller)
  await page.locator('.fact[data-field=customer] a').click()
  await page.getByTestId('title').filter({ hasText: trail.company }).waitFor()
  trail.customer = openRecord(seller)
  await waitForFact(seller, '客户状态', '潜在客户')
  await look(seller, '客户')
}

/**
 * 3. The opportunity is refused its stages with what is missing, and enters them once the evidence is there.
 */
export async function openStages(house: House): Promise<void> {
  const { trail } = house
  const seller = await house.as(trail.seller)
  const { page } = seller
  await openMenu(seller, '商机', '商机')
  await look(seller, '商机列表')
  await openFromList(seller, '商机', '商机', trail.mark)
  expect(await enterStage(seller, '需求确认')).toEqual([
    '上传通话录音',
    '填写客户需求表（技术参数、应用场景、预算范围、项目时间表）',
  ])
  await look(seller, '商机')
  await attach(seller, '通话录音', upload('通话录音.pdf', '%PDF-1.4 call_recording'))
  await edit(seller, {
    技术参数: '304不锈钢，2 mm，激光切割+折弯',
    应用场景: '脱硫塔',
    预算范围: '40-50万',
    项目时间表: '两个月',
  })
  expect(await enterStage(seller, '需求确认')).toEqual([])

  await addDirector(house)
  await addMeeting(house, '60')
  expect(await enterStage(seller, '方案/样品')).toEqual([
    '上传盖章的需求确认书，或与对方技术总监开过一次超过60分钟的会议',
  ])
  await addMeeting(house, '61')
  expect(await enterStage(seller, '方案/样品')).toEqual([])

  expect(await enterStage(seller, '商务谈判/报价')).toEqual(['样品测试通过', '上传客户书面邮件确认'])
  await edit(seller, { 样品测试: '通过' })
  await attach(seller, '客户书面确认', upload('客户邮件.pdf', '%PDF-1.4 written'))
  expect(await enterStage(seller, '商务谈判/报价')).toEqual([])
  await page.getByTestId('timeline').getByText('商务谈判/报价').first().waitFor()
}

/** The customer's technical director, entered on the customer's page. */
async function addDirector(house: House): Promise<void> {
  const { trail } = house
  const seller = await house.as(trail.seller)
  const { page } = seller
  await page.locator('.fact[data-field=customer] a').click()
  await page.getByTestId('title').filter({ hasText: trail.company }).waitFor()
  await page.getByRole('tab', { name: '联系人', exact: true }).click()
  await page.getByTestId('new-contact').click()
  await fillForm(page.getByTestId('record-form'), { 姓名: `李总工${trail.mark}`, 职能: '技术总监' })
  await look(seller, '新建联系人')
  await page.getByTestId('save').click()
  await page.getByTestId('title').filter({ hasText: '李总工' }).waitFor()
  await openFromList(seller, '商机', '商机', trail.mark)
}

/** A meeting with him, entered on the opportunity's page. */
async function addMeeting(house: House, minutes: string): Promise<void> {
  const { trail } = house
  const seller = await house.as(trail.seller)
  const { page } = seller
  await page.getByRole('tab', { name: '跟进', exact: true }).click()
  await page.getByTestId('new-activity').click()
  await fillForm(page.getByTestId('record-form'), {
    方式: '会议',
    '时长（分钟）': minutes,
    客户: trail.company,
    联系人: `李总工${trail.mark}`,
    沟通内容: `技术交流 ${minutes} 分钟`,
  })
  await page.getByTestId('save').click()
  await page.locator('.page.record[data-object=activity]').waitFor()
  await page.locator('.fact[data-field=opportunity] a').click()
  await page.locator('.page.record[data-object=opportunity]').waitFor()
}
