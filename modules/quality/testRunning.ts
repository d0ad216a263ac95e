import type { Floor } from './testFloor.ts'

/** An order of one new item whose work may begin. */
export const makeRunning = async (floor: Floor, code: string, quantity: string) => {
  const part = await floor.makeItem(code)
  const made = await floor.makeOrder([{ item: part, name: '件', quantity }])
  await floor.confirm(made.id)
  await floor.sign(made.id)
  return { part, made, work: await floor.workOf(made.id) }
}

/** What an inspection found at fault. */
export const faultOf = async (floor: Floor, lot: string) =>
  (await floor.rows(floor.inspector, 'nonconformance', `inspection = "${lot}"`))[0]
