import { expect } from 'vitest'
import { openTask } from '../browser/inbox.ts'
import { dialog, signed } from '../browser/form.ts'
import { look } from '../browser/look.ts'
import type { House } from '../browser/openHouse.ts'
import type { Person } from '../browser/person.ts'
import {
  act,
  edit,
  openFromList,
  openMenu,
  openRecord,
  refused,
  waitForFact,
  waitForStage,
} from '../browser/record.ts'

/**
 * 7. The order shows what stock lacks; confirmed, it raises one work order, which both sides must sign for
 * before its release.
 */
export async function releaseOrder(house: House): Promise<void> {
  const { trail } = house
  const seller = await house.as(trail.seller)
  await openFromList(seller, '订单', '订单', trail.orderNumber)
  await look(seller, '订单')
  await seller.page.getByRole('toolbar', { name: '操作' }).getByRole('button', { name: '库存情况' }).click()
  await dialog(seller.page).locator('td[data-column=shortage]').filter({ hasText: '4' }).waitFor()
  await look(seller, '库存情况')
  await dialog(seller.page).getByRole('button', { name: '关闭' }).click()

  const planner = await house.as('planner')
  await openFromList(planner, '订单', '订单', trail.orderNumber)
  await act(planner, '确认订单')
  await planner.page.getByRole('tab', { name: '生产工单' }).click()
  await planner.page.locator('[data-related=work_orders] tbody a').first().click()
  await planner.page.locator('.page.record[data-object=work_order]').waitFor()
  trail.workOrder = openRecord(planner)
  expect(await refused(planner, '下达')).toMatch(/生产负责人签收[\s\S]*质检负责人签收/)
  await edit(planner, { 超产允差: '25' })
  await look(planner, '生产工单')

  for (const role of ['planner', 'quality'] as const) {
    const signer = await house.as(role)
    await openTask(signer, trail.orderNumber)
    await signer.page.getByTestId('task-record').click()
    await signer.page.locator('.page.record[data-object=requirement_sign_off]').waitFor()
    await act(signer, '电子签收', { 手写签名: signed, 备注: '已阅' })
    await waitForFact(signer, '状态', '已签收')
    if (role === 'quality') await look(signer, '特殊要求签收')
  }
  await planner.page.goto(`${house.base}/o/work_order/${trail.workOrder}`)
  await act(planner, '下达')
  await waitForStage(planner, '已下达')
  await planner.page.locator('.fact[data-field=order] a').click()
  await planner.page.locator('.page.record[data-object=order]').waitFor()
  await planner.page.getByRole('tab', { name: '生产工单' }).click()
  await planner.page.locator('[data-related=work_orders] tbody tr').first().waitFor()
  expect(await planner.page.locator('[data-related=work_orders] tbody tr').count()).toBe(1)
}

/**
 * 8. The worker opens each job card by its code on the phone, starts, reports good and scrap, and finishes;
 * the seller sees it.
 */
export async function doTheJobs(house: House): Promise<void> {
  const { trail } = house
  const planner = await house.as('planner')
  await planner.page.goto(`${house.base}/o/work_order/${trail.workOrder}`)
  await planner.page.getByRole('button', { name: '工序卡二维码' }).click()
  await planner.page.locator('[data-code]').first().waitFor()
  await look(planner, '工序卡二维码')
  const codes = await planner.page
    .locator('[data-code]')
    .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-code')!))
  const seller = await house.as(trail.seller)
  await openFromList(seller, '订单', '订单', trail.orderNumber)
  const worker = await house.as('worker')
  for (const [at, code] of codes.entries()) await doJob(worker, house.base, code, at === 0)
  await waitForFact(seller, '生产进度', '100%')
}

/** 8, the end. Inspected, received and shipped, the unit has its file with the days of its warranty. */
export async function inspectAndShip(house: House): Promise<void> {
  const { trail } = house
  const seller = await house.as(trail.seller)
  await openFromList(seller, '订单', '订单', trail.orderNumber)
  const quality = await house.as('quality')
  await openMenu(quality, '质量', '检验单')
  await look(quality, '检验单列表')
  await quality.page
    .locator('tbody tr[data-id]')
    .filter({ hasText: '待检' })
    .first()
    .getByRole('link')
    .first()
    .click()
  await quality.page.locator('.page.record[data-object=inspection]').waitFor()
  await act(quality, '记录检验结果', { 结果: '合格', 说明: '尺寸合格' })
  await waitForFact(quality, '结果', '合格')
  await look(quality, '检验单')
  await waitForStage(seller, '待发货')

  const warehouse = await house.as('warehouse')
  await openFromList(warehouse, '订单', '订单', trail.orderNumber)
  await act(warehouse, '发货', { 物流信息: '顺丰 SF123456' })
  await waitForStage(warehouse, '已发货')
  const engineer = await house.as('engineer')
  await openMenu(engineer, '售后', '设备档案')
  await engineer.page.getByTestId('list-search').fill('法兰')
  await engineer.page
    .locator('tbody tr[data-id]')
    .filter({ hasText: trail.company })
    .first()
    .getByRole('link')
    .first()
    .click()
  await engineer.page.locator('.page.record[data-object=equipment]').waitFor()
  trail.equipment = openRecord(engineer)
  await waitForFact(engineer, '保修止', /\d{4}-\d\d-\d\d/)
  await look(engineer, '设备档案')
}

/** One operation with a thumb: by its code to the card, start, report, finish. Opening starts nothing. */
async function doJob(worker: Person, base: string, code: string, looks: boolean): Promise<void> {
  const { page } = worker
  await page.goto(`${base}/job`)
  await page.getByTestId('job-home').waitFor()
  if (looks) await look(worker, '扫码报工')
  await page.getByLabel('手工输入工序任务号').fill(code)
  await page.getByRole('button', { name: '打开' }).click()
  const state = (name: string) => page.locator(`.job[data-state=${name}][data-waiting="0"]`).waitFor()
  await state('waiting')
  if (looks) await look(worker, '工序任务')
  await page.locator('[data-verb=start]').click()
  await state('running')
  await page.locator('[data-verb=report]').click()
  await page.getByTestId('all-left').click()
  if (looks) {
    await page.getByRole('radio', { name: '报废' }).click()
    await page.getByTestId('pad').getByRole('button', { name: '1', exact: true }).click()
    await page.getByRole('button', { name: '尺寸超差' }).click()
    await look(worker, '报工')
  }
  await page.getByTestId('send').click()
  await page.locator('[data-count=left] dd').filter({ hasText: /^0$/ }).waitFor()
  await page.locator('[data-verb=finish]').click()
  await state('done')
}
