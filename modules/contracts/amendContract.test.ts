import { afterAll, beforeAll, expect, test } from 'vitest'
import { signContract } from './testSigned.ts'
import { startTrade, taskFor, type Trade } from './testTrade.ts'

let trade: Trade
beforeAll(async () => {
  trade = await startTrade()
})
afterAll(() => trade?.house.stop())

const only = async (what: string, where: string, who = trade.seller) =>
  (await who.get(`/api/records/${what}?where=${encodeURIComponent(where)}`)).items

test('a signed contract is worth something else only once director and finance have agreed to the change; a day alone needs nobody', async () => {
  const { house, seller, director, finance } = trade
  const paper = await signContract(trade, '南通变更有限公司', {})
  const amended = () => seller.get(`/api/records/contract/${paper}`)
  for (const [payload, url] of [
    [{ amount: '1' }, `/api/records/contract/${paper}`],
    [{ currency: 'JPY' }, `/api/records/contract/${paper}`],
    [{ amount: '1' }, `/api/records/instalment/${(await amended()).instalments[0].id}`],
  ] as const) {
    const { status, body } = await seller.raw({ method: 'PATCH', url, payload })
    expect([status, body.code, body.detail]).toEqual([403, 'not_allowed', expect.stringContaining('“变更”')])
  }
  expect(
    (
      await seller.raw({
        method: 'POST',
        url: '/api/records/instalment',
        payload: { contract: paper, name: '夹带', amount: '1' },
      })
    ).status,
  ).toBe(403)

  await seller.post(`/api/records/contract/${paper}/amend`, {
    what: '减一件',
    reason: '客户砍价',
    amount: '60',
  })
  expect(await amended()).toMatchObject({ amount: '100.00', planned_amount: '100.00', amendments: '0' })
  expect(
    await seller.post(`/api/records/contract/${paper}/amend`, {
      what: '再减',
      reason: '再砍价',
      amount: '50',
    }),
  ).toMatchObject({ code: 'amendment_under_approval' })
  const [notice] = await only('change_notice', `contract = "${paper}"`)
  expect(notice).toMatchObject({ amount_before: '100.00', amount_after: '60.00', state: 'asked' })
  for (const who of [director, finance]) {
    expect(await amended()).toMatchObject({ amount: '100.00' })
    await who.post(`/api/tasks/${(await taskFor(who, notice.id)).id}/approve`, {})
    await house.settle()
  }
  expect(await amended()).toMatchObject({ amount: '60.00', planned_amount: '60.00', amendments: '1' })

  await seller.post(`/api/records/contract/${paper}/amend`, {
    what: '再减一件',
    reason: '再砍价',
    amount: '1',
  })
  const [second] = await only('change_notice', `contract = "${paper}" and state = "asked"`)
  await director.post(`/api/tasks/${(await taskFor(director, second.id)).id}/reject`, { comment: '不同意' })
  await house.settle()
  expect(await amended()).toMatchObject({ amount: '60.00', amendments: '1' })
  expect(
    await seller.post(`/api/records/contract/${paper}/amend`, {
      what: '交期顺延',
      reason: '厂房未就绪',
      delivery_on: '2026-09-01',
      amount: '60',
    }),
  ).toMatchObject({ delivery_on: '2026-09-01', amount: '60.00', amendments: '2' })
})

test('a contract that is called off asks nobody any more: neither for itself, returned to its writer, nor for a change of it', async () => {
  const { house, seller, director, finance } = trade
  const buyer = await seller.post('/api/records/customer', { name: '终止有限公司' })
  const make = async () => {
    const { id } = await seller.post('/api/records/contract', {
      name: '终止',
      customer: buyer.id,
      amount: '100',
      instalments: [{ name: '全款', amount: '100', trigger: 'signing' }],
    })
    await seller.post(`/api/records/contract/${id}/submit`)
    await house.settle()
    return id as string
  }
  const answer = async (who: typeof seller, record: string, verb: string) => {
    await who.post(`/api/tasks/${(await taskFor(who, record)).id}/${verb}`, { comment: '看过' })
    await house.settle()
  }
  const returned = await make()
  await answer(director, returned, 'return')
  expect(await taskFor(seller, returned)).toBeDefined()
  await director.post(`/api/records/contract/${returned}/terminate`, { reason: '不做了' })
  await house.settle()
  expect(await taskFor(seller, returned)).toBeUndefined()

  const signed = await make()
  await answer(director, signed, 'approve')
  await answer(finance, signed, 'approve')
  await seller.post(`/api/records/contract/${signed}/sign`, { signed_on: '2026-01-05' })
  await seller.post(`/api/records/contract/${signed}/amend`, { what: '加价', reason: '加价', amount: '120' })
  await house.settle()
  const [notice] = await only('change_notice', `contract = "${signed}"`)
  expect(await taskFor(director, notice.id)).toBeDefined()
  expect(
    await director.post(`/api/records/contract/${signed}/terminate`, { reason: '项目取消' }),
  ).toMatchObject({ stage: 'terminated' })
  await house.settle()
  expect(await taskFor(director, notice.id)).toBeUndefined()
  expect(await only('change_notice', `contract = "${signed}"`)).toMatchObject([{ state: 'refused' }])
})
