import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, addMonths } from '../../model/index.ts'
import { openService, sign, type Service } from './testService.ts'

let { house, boss, engineer, listOf, shipped, makeUnits, makeUnit, today, stranger } = {} as Service
beforeAll(async () => {
  ;({ house, boss, engineer, listOf, shipped, makeUnits, makeUnit, today, stranger } = await openService())
})
afterAll(() => house?.stop())

test('every unit shipped gets its own file with serial and warranty, and telling it again adds none', async () => {
  const { item, order, line } = await makeUnits('3', '18')
  await shipped(order.id, [{ line: line.id, item: item.id, quantity: '2' }])
  await shipped(order.id, [{ line: line.id, item: item.id, quantity: '1' }])
  await shipped(order.id, [{ line: line.id, item: item.id, quantity: '3' }])
  const units = await listOf('equipment', `order = "${order.id}"`)
  expect(units.map((unit) => unit.serial).sort()).toEqual(
    ['001', '002', '003'].map((n) => `${order.number}-1-${n}`),
  )
  expect(new Set(units.map((unit) => unit.token)).size).toBe(3)
  expect(units[0]).toMatchObject({
    warranty_from: today(),
    warranty_to: addMonths(today(), 18),
    quantity: '1',
    state: 'in_use',
  })
})

test('parts by the lot share one file', async () => {
  const { item, order, line } = await makeUnits('501')
  await shipped(order.id, [{ line: line.id, item: item.id, quantity: '501' }])
  await shipped(order.id, [{ line: line.id, item: item.id, quantity: '501' }])
  expect(await listOf('equipment', `order = "${order.id}"`)).toMatchObject([{ quantity: '501' }])
})

test('a stranger with the code sees the machine and its warranty and nothing more; the last day counts', async () => {
  const { unit } = await makeUnit()
  expect((await stranger('GET', `/api/public/repair/${unit.token}`)).body).toEqual({
    name: '数控钻铣床',
    serial: unit.serial,
    customer: '宏远',
    warranty: 'in_warranty',
  })
  await boss.patch(`/api/records/equipment/${unit.id}`, { warranty_to: today() })
  expect((await stranger('GET', `/api/public/repair/${unit.token}`)).body.warranty).toBe('in_warranty')
  await boss.patch(`/api/records/equipment/${unit.id}`, { warranty_to: '2020-01-01' })
  expect((await stranger('GET', `/api/public/repair/${unit.token}`)).body.warranty).toBe('expired')
  expect((await stranger('GET', '/api/public/repair/not-a-code-of-ours')).status).toBe(404)
  expect(
    (await stranger('POST', `/api/public/repair/${unit.token}`, { contact: '王', phone: '13800138000' })).body
      .code,
  ).toBe('field_required')
})

test('maintenance comes due as a dispatched ticket, and the plan moves on', async () => {
  const { unit } = await makeUnit()
  const plan = await engineer.post('/api/records/maintenance_plan', {
    equipment: unit.id,
    name: '半年保养',
    interval_days: '30',
    next_on: addMonths(today(), 1),
  })
  await house.settle()
  await house.forward({ days: 32 })
  expect(await listOf('ticket', `equipment = "${unit.id}" and kind = "maintenance"`)).toMatchObject([
    { stage: 'dispatched' },
  ])
  expect((await boss.get(`/api/records/maintenance_plan/${plan.id}`)).next_on > today()).toBe(true)
})

test('a replaced unit hands its warranty on and its code no longer answers', async () => {
  const { unit } = await makeUnit()
  const { equipment } = await engineer.post(`/api/records/equipment/${unit.id}/replace`, {
    serial: `NEW-${unit.serial}`,
    reason: '主板损坏',
  })
  expect(await boss.get(`/api/records/equipment/${equipment}`)).toMatchObject({
    replaces: unit.id,
    warranty_to: unit.warranty_to,
  })
  expect((await stranger('GET', `/api/public/repair/${unit.token}`)).status).toBe(404)
})

test('a unit that is exchanged during a visit stays exchanged when the ticket is resolved, and its maintenance goes on with the new one', async () => {
  const { unit, customer } = await makeUnit()
  const plan = await engineer.post('/api/records/maintenance_plan', {
    equipment: unit.id,
    name: '更换滤芯',
    interval_days: '90',
    next_on: addDays(today(), 3),
  })
  const call = await engineer.post('/api/records/ticket', {
    equipment: unit.id,
    customer: customer.id,
    description: '主轴异响',
  })
  await house.settle()
  await engineer.post(`/api/records/ticket/${call.id}/check_in`, {})
  const { equipment } = await engineer.post(`/api/records/equipment/${unit.id}/replace`, {
    serial: `EX-${unit.serial}`,
    reason: '主轴报废',
  })
  await engineer.post(`/api/records/ticket/${call.id}/resolve`, {
    solution: '整机更换',
    signature: await sign(engineer),
  })
  expect(await boss.get(`/api/records/equipment/${unit.id}`)).toMatchObject({ state: 'replaced' })
  expect(await boss.get(`/api/records/maintenance_plan/${plan.id}`)).toMatchObject({ equipment })
  await house.forward({ days: 4 })
  expect(await listOf('ticket', `equipment = "${equipment}"`)).toMatchObject([
    { kind: 'maintenance', source: 'plan' },
  ])
})
