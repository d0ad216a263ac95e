import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { choice, date, defineModule, defineObject, money, text, type Actor } from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { rowCondition } from '../access/rows.ts'
import { fragment } from '../records/fragments.ts'
import { startTestHouse, type Caller, type TestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'
import { startLive } from './live.ts'
import { readableBy, sharedGrants } from './readers.ts'

const deal = defineObject('deal', {
  label: { zh: '交易', en: 'Deal' },
  title: 'name',
  fields: {
    name: text({ required: true }),
    kind: choice({ open: { zh: '公开' }, secret: { zh: '机密' } }, { required: true }),
    amount: money(),
    due: date(),
  },
  access: {
    seller: { create: true, read: 'own' },
    place: { create: true, read: 'department' },
    region: { create: true, read: 'department_below' },
    chief: { create: true, read: true },
    clerk: { read: 'kind = "open" and amount < 1000' },
    mixed: { read: '(owner = me and kind = "secret") or my_department = department or "clerk" in my_roles' },
    today: { read: 'due = today()' },
    guest: { create: true },
  },
})
const memo = defineObject('memo', {
  label: { zh: '便条', en: 'Memo' },
  fields: { text: text() },
  access: { chief: { read: true } },
})

const roles = ['seller', 'place', 'region', 'chief', 'clerk', 'mixed', 'today', 'guest']
let house: TestHouse
const people: Caller[] = []
const ids: string[] = []

beforeAll(async () => {
  house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [deal, memo],
      roles: roles.map((name) => ({ name, label: { zh: name } })),
    }),
  ])
  await house.department('华东"一", {部}\\')
  await house.department('苏州', '华东"一", {部}\\')
  for (const [i, role] of roles.entries())
    for (const place of ['华东"一", {部}\\', '苏州', '北京'])
      people.push(await house.person(`${role}${place}`, i % 2 ? [role, 'mixed'] : [role], place))
  const writers = people.filter(({ actor }) =>
    actor.roles.some((role) => ['seller', 'place', 'region', 'chief', 'guest'].includes(role)),
  )
  for (const [i, writer] of writers.entries()) {
    const kind = i % 2 ? 'open' : 'secret'
    const due = i % 3 ? '2026-01-01' : new Date().toISOString().slice(0, 10)
    const made = await writer.post('/api/records/deal', { name: `${i}`, kind, amount: `${i * 300}`, due })
    expect(made, JSON.stringify(made)).toHaveProperty('id')
    ids.push(made.id)
  }
})
afterAll(() => house?.stop())

test('each of many listeners may read exactly what a list of their own would show', async () => {
  const { workspace } = house
  const actors: Actor[] = [...people, ...people].map(({ actor }) => actor)
  const found = await readableBy(workspace, deal, actors, ids.slice(1))
  for (const [i, actor] of actors.entries()) {
    const condition = rowCondition(workspace.definitions, workspace, deal, actor, 'read', 't')
    const { rows } = condition
      ? await sql<{ id: string }>`
          select id from ${table(workspace, 'deal')} t
          where id = any(${ids.slice(1)}::uuid[]) and (${fragment(condition)})`.execute(workspace.db)
      : { rows: [] }
    expect([...found[i]!].sort(), actor.name).toEqual(rows.map(({ id }) => id).sort())
  }
  expect(found.some((some) => some.size > 0 && some.size < ids.length - 1)).toBe(true)
})

test('five hundred screens of a few roles are a few questions, whoever sits before them', () => {
  const { workspace } = house
  const crowd = (name: string, changed: (i: number) => Partial<Actor>) =>
    Array.from({ length: 500 }, (_, i) => ({
      ...people.find(({ actor }) => actor.roles[0] === name)!.actor,
      ...changed(i),
    }))
  const asked = (actors: readonly Actor[]) =>
    sharedGrants(workspace.definitions, workspace, deal, actors).map(({ holders }) => holders.length)
  const person = (i: number) => ({ id: `00000000-0000-0000-0000-${String(i).padStart(12, '0')}` })
  expect(asked(crowd('chief', person))).toEqual([1])
  expect(asked(crowd('clerk', person))).toEqual([1])
  expect(asked(crowd('seller', person))).toEqual([500])
  expect(asked(crowd('guest', (i) => ({ ...person(i), roles: ['guest'] })))).toEqual([])
  expect(asked([...crowd('chief', person), ...crowd('clerk', person)])).toEqual([1, 1])
})

test('a screen hears what its person may read and nothing else, in one piece', async () => {
  const live = await startLive(house.workspace)
  const heard = new Map<string, string[]>()
  const [chief, seller] = ['chief', 'seller'].map((role) =>
    people.find(({ actor }) => actor.roles[0] === role)!,
  ) as [Caller, Caller]
  const guest = await house.person('外人', ['guest'])
  for (const { actor } of [chief, seller, guest])
    live.listen({
      actor,
      send: (messages) => heard.set(actor.id!, [...(heard.get(actor.id!) ?? []), messages]),
    })
  const made = await chief.post('/api/records/deal', { name: '头的', kind: 'open' })
  const own = await seller.post('/api/records/deal', { name: '我的', kind: 'open' })
  await expect.poll(() => heard.get(chief.id)?.join('') ?? '', { timeout: 20_000 }).toContain(own.id)
  expect(heard.get(chief.id)!.join('')).toContain(
    `event: record\ndata: {"object":"deal","id":"${made.id}","name":"deal.created"}\n\n`,
  )
  await expect.poll(() => heard.get(seller.id)?.join('') ?? '', { timeout: 20_000 }).toContain(own.id)
  expect(heard.get(seller.id)!.join('')).not.toContain(made.id)
  expect(heard.get(guest.id)?.join('') ?? '').not.toContain('deal')
  await live.stop()
})
