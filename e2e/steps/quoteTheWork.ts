import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { signIn, until, where } from '../client.ts'
import { answerTask, openTask } from '../browser/inbox.ts'
import { pick, upload } from '../browser/form.ts'
import { look } from '../browser/look.ts'
import { logins, type House } from '../browser/openHouse.ts'
import type { Person } from '../browser/person.ts'
import {
  act,
  attach,
  enterStage,
  openFromList,
  openRecord,
  refused,
  waitForFact,
  waitForStage,
} from '../browser/record.ts'
import { flangeDrawing, plateDrawing } from '../drawings.ts'

/** 4. A drawing is attached, known by its content and measured; the tech lead is asked and answers. */
export async function attachDrawing(house: House): Promise<void> {
  const { trail } = house
  const seller = await house.as(trail.seller)
  const { page } = seller
  await openFromList(seller, '商机', '商机', trail.mark)
  const { name, content } = plateDrawing()
  await attach(seller, '图纸', upload(name, content))
  await page.getByRole('tab', { name: '图纸', exact: true }).click()
  await page.locator('[data-related=drawings] tbody a').first().click()
  await page.locator('.page.record[data-object=drawing]').waitFor()
  await waitForMeasured(seller, 'img')
  await look(seller, '图纸')
  await lookAtModel(house)

  const tech = await house.as('tech')
  await openTask(tech, new RegExp(`${trail.mark}`))
  await look(tech, '待办')
  await act(tech, '给出结论', {
    结论: '可行',
    'RoHS 合规声明': '客户不要求',
    最小起订量已确认: true,
    说明: '激光切割可做',
  })
  await openFromList(tech, '技术', '技术评估', trail.mark)
  await waitForStage(tech, '可行')
  await look(tech, '技术评估')
}

/** The page of the drawing says what was measured and shows it. */
async function waitForMeasured({ page }: Person, shown: 'img' | 'canvas[data-state=there]'): Promise<void> {
  await page
    .getByRole('region', { name: '阶段' })
    .locator('[aria-current=step]')
    .filter({ hasNotText: /已收到|测量中|待测量/ })
    .waitFor()
  await page.getByTestId('preview').locator(shown).waitFor()
  await page
    .getByTestId('figures')
    .getByText(/^\d+ × \d+/)
    .waitFor()
}

/** A body comes with an inquiry of its own, and is turned round on the same page. */
async function lookAtModel(house: House): Promise<void> {
  const { base, password, trail } = house
  const api = await signIn(base, `${logins[trail.seller]}@demo.example`, password)
  const customer = await api.post('/records/customer', { name: '太仓法兰管件有限公司' })
  const deal = await api.post('/records/opportunity', { name: '法兰 DN50 询价', customer: customer.id })
  await api.upload({ ...(await flangeDrawing()), object: 'opportunity', record: deal.id, purpose: 'drawing' })
  const drawing = await until(
    'the model to be a drawing',
    async () => (await api.get(`/records/drawing?${where(`opportunity = "${deal.id}"`)}`)).items[0],
  )
  const seller = await house.as(trail.seller)
  await seller.page.goto(`${base}/o/drawing/${drawing.id}`)
  await waitForMeasured(seller, 'canvas[data-state=there]')
  await look(seller, '模型')
}

/** 5. A quote with lines and costs: 5.00 % needs nobody, 5.01 % the sales director; then there is a paper. */
export async function quoteAndApprove(house: House): Promise<void> {
  const { trail } = house
  const seller = await house.as(trail.seller)
  const { page } = seller
  await listFlange(house)
  await openFromList(seller, '商机', '商机', trail.mark)
  await act(seller, '一键报价')
  await page.getByTestId('answer').getByRole('link', { name: '报价单 →' }).click()
  await page.locator('.page.record[data-object=quote]').waitFor()
  trail.quote = openRecord(seller)
  await look(seller, '报价单')
  await page.getByRole('button', { name: '报价工作台' }).click()
  await page.getByTestId('bench-lines').waitFor()
  await page.getByTestId('open-line-0').click()
  await page.getByTestId('cost-sheet').waitFor()
  await look(seller, '报价工作台')
  await type(seller, {
    '#1 物料编码': `FL-${trail.mark}`,
    '#1 数量': '4',
    '#1 基准价': '1000',
    '#1 折扣（%）': '5',
  })
  await terms(seller, { '报价交期（天）': '30', '承诺交期范围（天）': '45' })
  await save(seller)
  await page.getByText('无需审批，提交后直接批准').waitFor()
  await type(seller, { '#1 折扣（%）': '5.01' })
  await save(seller)
  await page.locator('[data-level=sales_director]').waitFor()
  expect(await page.getByTestId('quote-pdf').count()).toBe(0)
  await act(seller, '提交')
  await page.locator('.bench[data-stage=submitted]').waitFor()
  await look(seller, '报价审批中')

  const director = await house.as('director')
  await openTask(director, await quoteNumber(seller))
  await look(director, '报价审批')
  await answerTask(director, '同意', '同意')
  await page.locator('.bench[data-stage=approved]').waitFor()
  await page.getByTestId('quote-pdf').waitFor()
  const [paper] = await Promise.all([page.waitForEvent('popup'), page.getByTestId('quote-pdf').click()])
  await paper.close()
}

/** What the flange sells for and costs is said by those whose word it is. */
async function listFlange({ base, password, trail: { mark } }: House): Promise<void> {
  const [director, planner] = await Promise.all(
    [logins.director, logins.planner].map((login) => signIn(base, `${login}@demo.example`, password)),
  )
  await director!.post('/records/price_list', {
    item_code: `FL-${mark}`,
    price: '1000.00',
    valid_from: '2020-01-01',
  })
  await planner!.post('/records/item', { code: `FL-${mark}`, name: '法兰', standard_cost: '600.00' })
}

const quoteNumber = async ({ page }: Person): Promise<string> =>
  (await page.getByTestId('title').innerText()).split(' ')[0]!

const type = async ({ page }: Person, cells: Readonly<Record<string, string>>) => {
  for (const [label, text] of Object.entries(cells)) await page.getByLabel(label, { exact: true }).fill(text)
}
const terms = async ({ page }: Person, values: Readonly<Record<string, string>>) => {
  for (const [label, text] of Object.entries(values))
    await page.getByRole('region', { name: '商务条件' }).getByLabel(label).fill(text)
}
async function save({ page }: Person): Promise<void> {
  await page.getByTestId('save').click()
  await page.locator('.bench-bar[data-dirty=false]').waitFor()
}

/**
 * 6. Sent and accepted, it becomes a contract whose instalments must add up; approved and signed, it is an
 * order and the deal is won.
 */
export async function signContract(house: House): Promise<void> {
  const { trail } = house
  const seller = await house.as(trail.seller)
  const { page } = seller
  await page.goto(`${house.base}/quote/${trail.quote}`)
  await act(seller, '发出')
  await act(seller, '客户接受', { 客户订单号: `PO-${trail.mark}` })
  await openFromList(seller, '商机', '商机', trail.mark)
  expect(await enterStage(seller, '合同签订')).toEqual([])
  await page.getByRole('tab', { name: '合同', exact: true }).click()
  await page.locator('[data-related=contracts] tbody a').first().click()
  await page.locator('.page.record[data-object=contract]').waitFor()
  trail.contract = openRecord(seller)
  await look(seller, '合同')
  await keepLastInstalmentBack(house)
  const director = await house.as('director')
  const finance = await house.as('finance')
  for (const person of [director, finance]) {
    await openTask(person, new RegExp(trail.company))
    await answerTask(person, '同意', '同意')
  }
  await look(finance, '待办已空')
  await waitForStage(seller, '已批准')
  await act(seller, '签订', { 签订日期: today() })
  await page.getByRole('tab', { name: '订单', exact: true }).click()
  await page.locator('[data-related=orders] tbody a').first().click()
  await page.locator('.page.record[data-object=order]').waitFor()
  trail.order = openRecord(seller)
  trail.orderNumber = await page.locator('.page.record .crumbs .mono').innerText()
  await page.locator('.fact[data-field=opportunity] a').click()
  await page.locator('.page.record[data-object=opportunity]').waitFor()
  await waitForStage(seller, '赢单')
  await page.locator('.fact[data-field=customer] a').click()
  await page.locator('.page.record[data-object=customer]').waitFor()
  await waitForFact(seller, '客户状态', '正式客户')
}

/** Without its last instalment the plan does not add up and the contract is not submitted; with it, it is. */
async function keepLastInstalmentBack(house: House): Promise<void> {
  const seller = await house.as(house.trail.seller)
  const { page } = seller
  const plan = page.locator('section.card[data-field=instalments]')
  await page.getByTestId('edit-instalments').click()
  const rows = plan.locator('tr[data-line]')
  await rows.first().waitFor()
  const last = (await rows.count()) - 1
  const before = await cells(rows.nth(last))
  await rows
    .nth(last)
    .getByRole('button', { name: /^删除第/ })
    .click()
  await plan.getByTestId('save').click()
  await plan.getByTestId('edit-instalments').waitFor()
  expect(await refused(seller, '提交审批')).toContain('回款计划合计与合同金额')
  await page.getByTestId('edit-instalments').click()
  await plan.getByTestId('add-line').click()
  const row = rows.nth(last)
  for (const [name, value] of Object.entries(before.texts))
    await row.locator(`[data-input=${name}]`).fill(value)
  await pick(row.locator('td[data-field=trigger] .ant-select'), before.trigger)
  await plan.getByTestId('save').click()
  await plan.getByTestId('edit-instalments').waitFor()
  await act(seller, '提交审批')
  await waitForStage(seller, '审批中')
}

/** What is typed in a row of the plan, to be typed again. */
async function cells(
  row: Locator,
): Promise<{ readonly texts: Readonly<Record<string, string>>; readonly trigger: string }> {
  const text = async (name: string) => [name, await row.locator(`[data-input=${name}]`).inputValue()] as const
  const texts = Object.fromEntries(
    await Promise.all(['sequence', 'name', 'percent', 'amount', 'days_after'].map(text)),
  )
  return { texts, trigger: await row.locator('td[data-field=trigger] .ant-select').innerText() }
}

/** The company's day. */
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
