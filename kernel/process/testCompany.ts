import type { AddressInfo } from 'node:net'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { changeRecord } from '../records/write.ts'
import { startTestHouse, type Caller } from '../testing/testHouse.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor } from '../workspace/workspace.ts'
import { offers, outside } from './testOffers.ts'

/**
 * A small company: Li sells, Wang is above Li, Zhao heads the department above; An and Bo are the board; and
 * an administrator.
 */
export async function openCompany() {
  await new Promise<void>((listening) => outside.listen(0, '127.0.0.1', listening))
  const house = await startTestHouse(testDatabaseUrl(), offers((outside.address() as AddressInfo).port))
  const change = (object: string, id: string, patch: Record<string, unknown>) =>
    transact(house.workspace, systemActor('tests'), (tx) => changeRecord(tx, object, id, patch))
  const sales = await house.department('销售部')
  await house.department('销售一组', '销售部')
  const li = await house.person('李', ['sales'], '销售一组')
  const boss = await house.person('王', ['boss'], '销售一组')
  const head = await house.person('赵', [], '销售部')
  const ann = await house.person('安', ['board'], '其他')
  const bob = await house.person('博', ['board'], '其他')
  const admin = await house.person('管', ['admin'], '其他')
  const set = (person: Caller, patch: Record<string, unknown>) => change('user', person.id, patch)
  await set(li, { manager: boss.id })
  await set(boss, { manager: head.id })
  await change('department', sales, { head: head.id })

  const draft = async (more: object = {}) =>
    (await li.post('/api/records/offer', { name: '车床', ...more })).id as string
  const taskOf = async (who: Caller, record: string) =>
    (await who.get('/api/tasks')).items.find((task: { record: string }) => task.record === record)
  const state = async (record: string, who = li) =>
    (await who.get(`/api/processes?object=offer&record=${record}`)).items[0]
  return {
    house,
    li,
    boss,
    head,
    ann,
    bob,
    admin,
    set,
    draft,
    taskOf,
    state,
    /** Li submits an offer, a new one unless told, to a process. */
    async begin(process: string, record?: string, more: object = {}) {
      const id = record ?? (await draft())
      const { instance, ...refused } = await li.post(`/api/records/offer/${id}/start`, { process, ...more })
      return { id, instance: instance as string, refused }
    },
    answer: async (who: Caller, record: string, verb: string, body: object = {}) =>
      who.raw({
        method: 'POST',
        url: `/api/tasks/${(await taskOf(who, record))?.id}/${verb}`,
        payload: body,
      }),
    asked: async (record: string): Promise<string[]> =>
      (await state(record)).open.map((task: { assignee: string }) => task.assignee),
    async close() {
      outside.close()
      await house.stop()
    },
  }
}
export type Company = Awaited<ReturnType<typeof openCompany>>
