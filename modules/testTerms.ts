import { expect, test } from 'vitest'
import { startTestHouse, type Caller } from '../kernel/testing/testHouse.ts'
import type { Label } from '../model/index.ts'
import { testDatabaseUrl } from '../server/postgres/testDatabase.ts'
import { modules } from './index.ts'

const shipped = new Map(modules.flatMap(({ terms }) => terms ?? []).map((term) => [term.name, term]))

interface Task {
  readonly record: string
  readonly kind: string
  readonly title: string
  readonly created_at: string
  readonly due_at: string
  readonly data: { readonly title: Required<Label> }
}

interface Notice {
  readonly record: string
  readonly title: Required<Label>
}

/** A house with every step and one person a role, whose terms are changed by those who may. */
export async function openTermHouse() {
  const house = await startTestHouse(testDatabaseUrl(), modules)
  const people = new Map<string, Promise<Caller>>()
  const as = (role: string, name = role, department?: string): Promise<Caller> => {
    if (!people.has(role)) people.set(role, house.person(name, [role], department))
    return people.get(role)!
  }
  // Rows as any: a test says what it expects of them.
  const rows = async (who: Caller, object: string, where: string): Promise<any[]> =>
    (await who.get(`/api/records/${object}?sort=created_at&where=${encodeURIComponent(where)}`)).items
  return {
    house,
    as,
    rows,
    /** Changes a term as one of those whom it names; null is the shipped value again. */
    async change(name: string, value: string | null): Promise<void> {
      const by = await as(shipped.get(name)!.edited_by[0]!)
      const answer = await by.raw({ method: 'PUT', url: `/api/terms/${name}`, payload: { value } })
      expect(answer).toMatchObject({ status: 200, body: { value: value ?? shipped.get(name)!.value } })
    },
    /** The only task of a kind on a record, in somebody's inbox. */
    async task(who: Caller, record: string, kind: string): Promise<Task> {
      const { items }: { items: readonly Task[] } = await who.get('/api/tasks')
      const found = items.filter((one) => one.record === record && one.kind === kind)
      expect(found).toHaveLength(1)
      return found[0]!
    },
    async notices(who: Caller, record: string): Promise<Required<Label>[]> {
      const { items }: { items: readonly Notice[] } = await who.get('/api/notifications')
      return items.filter((one) => one.record === record).map(({ title }) => title)
    },
    /** The company's day, or so many days later. */
    today: (days = 0): string => {
      const now = Date.now() + house.workspace.clockOffsetMs + days * 86_400_000
      return new Intl.DateTimeFormat('sv-SE', { timeZone: house.workspace.zone }).format(now)
    },
  }
}
export type TermHouse = Awaited<ReturnType<typeof openTermHouse>>

/** Hours from the opening of a task until it is due. */
export const hoursGiven = ({ due_at, created_at }: Task): number =>
  (Date.parse(due_at) - Date.parse(created_at)) / 3_600_000

/** Tests of what a term governs: it is changed to `to` before the test and is as shipped again after it. */
export const termTests =
  (open: () => TermHouse) =>
  (name: string, to: string, sentence: string, run: (house: TermHouse) => Promise<void>): void =>
    test(`${name}: ${sentence}`, async () => {
      expect(to).not.toBe(shipped.get(name)!.value)
      await open().change(name, to)
      try {
        await run(open())
      } finally {
        await open().change(name, null)
      }
    })
