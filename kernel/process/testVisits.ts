import {
  date,
  datetime,
  defineAction,
  defineModule,
  defineObject,
  defineProcess,
  number,
  rollup,
  text,
  type Process,
  type ProcessNode,
  type ProcessTrigger,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse, type TestHouse } from '../testing/testHouse.ts'

export const visit = defineObject('visit', {
  label: { zh: '回访', en: 'Visit' },
  title: 'name',
  number: 'HF-{0000}',
  fields: {
    name: text({ required: true }),
    state: text(),
    visit_on: date(),
    meet_at: datetime(),
    last_on: rollup('date', 'null'),
    marks: number(),
    code: text(),
  },
  access: {
    sales: { create: true, read: 'own', update: 'own', delete: 'own' },
    viewer: { read: true },
    opener: { read: true, actions: ['by_opener'] },
  },
})
/** What the house did by itself, one row each time. */
const mark = defineObject('mark', {
  label: { zh: '记号', en: 'Mark' },
  fields: { what: text({ required: true }), about: text() },
  access: { sales: { read: true } },
})

const note = defineAction(visit, 'note', {
  label: { zh: '记一笔', en: 'Note' },
  input: { what: text() },
  async run(work, { id }, { what }) {
    await work.create('mark', { what: what ?? 'note', about: id })
  },
})
const noteAll = defineAction(visit, 'note_all', {
  label: { zh: '记一笔', en: 'Note' },
  collective: true,
  input: { what: text() },
  async run(work, _none, { what }) {
    await work.create('mark', { what: what ?? 'all' })
  },
})
const touch = defineAction(visit, 'touch', {
  label: { zh: '碰一下', en: 'Touch' },
  async run(work, { id, marks }) {
    await work.change(visit, id, { marks: String(Number(marks ?? 0) + 1) })
  },
})
const postpone = defineAction(visit, 'postpone', {
  label: { zh: '推后', en: 'Postpone' },
  async run(work, { id, marks }) {
    await work.change(visit, id, {
      meet_at: new Date(work.now().getTime() + 1000).toISOString(),
      marks: String(Number(marks ?? 0) + 1),
    })
  },
})

const end: ProcessNode = { kind: 'end', label: { zh: '完', en: 'Done' }, outcome: 'approved' }
/** One action and out: what most automations are. */
export const acting = (
  on: ProcessTrigger | null,
  { action = 'note', what = '"ran"', when }: { action?: string; what?: string | null; when?: string } = {},
) => ({
  label: { zh: '自动', en: 'Automatic' },
  object: 'visit',
  start: { on, ...(when !== undefined && { when }), next: 'act' },
  nodes: {
    act: {
      kind: 'action',
      label: { zh: '记', en: 'Note' },
      action,
      ...(what !== null && { input: { what } }),
      next: 'yes',
    },
    yes: end,
  },
})
const shipped = (name: string, on: ProcessTrigger, more: Parameters<typeof acting>[1] = {}) =>
  defineProcess(name, acting(on, more) as Omit<Process, 'name'>)

export const visits = defineModule({
  name: 'visits',
  label: { zh: '回访', en: 'Visits' },
  objects: [visit, mark],
  actions: [note, noteAll, touch, postpone],
  roles: ['sales', 'viewer', 'opener', 'clerk'].map((name) => ({ name, label: { zh: name } })),
  processes: [
    shipped(
      'morning',
      { schedule: { kind: 'daily', time: '06:00' } },
      { action: 'note_all', what: '"morning"' },
    ),
    shipped(
      'before_visit',
      { date_field: 'visit_on', before: { days: 3 }, at: '09:00' },
      { what: '"before " + name', when: 'state = null or state != "off"' },
    ),
  ],
})

interface Mark {
  readonly what: string
  readonly about: string | null
}
interface Run {
  readonly record: string | null
  readonly status: string
  readonly outcome: string | null
  readonly problem: string | null
}

/** A house of visits: Li sells, an administrator publishes. */
export async function openVisits() {
  const house: TestHouse = await startTestHouse(testDatabaseUrl(), [visits])
  const li = await house.person('李', ['sales'], '销售部')
  const admin = await house.person('管', ['admin'], '其他')
  const dayMs = 86_400_000
  return {
    house,
    li,
    admin,
    clock: async () => Date.parse((await admin.get('/api/clock')).now),
    /** The local day so many days from today. */
    day: async (ahead: number) =>
      new Date(Date.parse((await admin.get('/api/clock')).now) + 8 * 3_600_000 + ahead * dayMs)
        .toISOString()
        .slice(0, 10),
    visit: async (draft: object = {}) =>
      (await li.post('/api/records/visit', { name: '华东精密', ...draft })).id as string,
    async publish(name: string, body: object) {
      await admin.put(`/api/definitions/process/${name}`, body)
      const answer = await admin.post(`/api/definitions/process/${name}/publish`)
      if (!answer.version) throw new Error(JSON.stringify(answer))
      await house.settle()
    },
    marks: async (what: string): Promise<string[]> =>
      (await li.get('/api/records/mark?limit=500')).items
        .filter((one: Mark) => one.what === what)
        .map((one: Mark) => one.about ?? one.what),
    runs: async (process: string): Promise<Run[]> =>
      (await admin.get(`/api/processes?process=${process}`)).items,
    planned: async (process: string) =>
      (await admin.get('/api/processes/starts')).items.find(
        (one: { process: string }) => one.process === process,
      ),
  }
}
export type Visits = Awaited<ReturnType<typeof openVisits>>
