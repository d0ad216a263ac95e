import { sql } from 'kysely'
import {
  defineModule,
  defineObject,
  defineObligation,
  definePipeline,
  email,
  image,
  longText,
  number,
  datetime,
  phone,
  reference,
  text,
  type IntakeDef,
} from '../../model/index.ts'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startTestHouse } from '../testing/testHouse.ts'
import { table } from '../workspace/workspace.ts'

const all = { create: true, read: true, update: true, delete: true, actions: true } as const
const guest = defineObject('guest', {
  label: { zh: '访客', en: 'Guest' },
  title: 'company',
  person: 'name',
  number: 'G-{0000}',
  fields: {
    company: text({ required: true, search: true, label: { zh: '公司', en: 'Company' } }),
    name: text({ protect: 'personal', required: true, search: true, label: { zh: '姓名', en: 'Name' } }),
    phone: phone({ label: { zh: '电话', en: 'Phone' } }),
    email: email({ label: { zh: '邮箱', en: 'E-mail' } }),
    card: image({ protect: 'personal', label: { zh: '名片', en: 'Card' } }),
    wish: longText({ label: { zh: '需求', en: 'Wish' } }),
    consent_version: number({ scale: 0, readonly: true }),
    consent_at: datetime({ readonly: true }),
  },
  access: { clerk: all },
})
const friend = defineObject('friend', {
  label: { zh: '朋友', en: 'Friend' },
  title: 'name',
  person: 'name',
  fields: { name: text({ protect: 'personal', required: true }), mobile: phone() },
  access: { clerk: all },
})
const visit = defineObject('visit', {
  label: { zh: '来访', en: 'Visit' },
  fields: { guest: reference('guest', { inverse: 'visits' }), what: text() },
  access: { clerk: all },
})
const flow = definePipeline('guest_flow', {
  object: 'guest',
  label: { zh: '流程' },
  default: true,
  stages: [
    { name: 'new', label: { zh: '新' }, to: ['won', 'gone'] },
    { name: 'won', label: { zh: '成' }, ends: 'won' },
    { name: 'gone', label: { zh: '走' }, ends: 'lost' },
  ],
})
const parcel = defineObligation(guest, 'parcel', async (_, { company }) =>
  company === '欠货公司' ? { zh: '还有一个包裹', en: 'a parcel is still here' } : null,
)
const register: IntakeDef = {
  channel: 'register',
  label: { zh: '登记' },
  open: { each_minute: 60, all_hour: 600, tells: { id: 'guest.id' } },
  run: (work, { consent, ...body }) => {
    const agreed = consent as { version: number; at: string } | undefined
    return work.create(guest, {
      ...body,
      ...(agreed && { consent_version: String(agreed.version), consent_at: agreed.at }),
    } as never)
  },
}

/** A house that holds personal data of its guests, with a clerk and an administrator. */
export async function openGuests() {
  const house = await startTestHouse(testDatabaseUrl(), [
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [guest, friend, visit],
      pipelines: [flow],
      obligations: [parcel],
      intakes: [register],
      roles: [{ name: 'clerk', label: { zh: '文员' } }],
    }),
  ])
  const [ann, admin] = [await house.person('安', ['clerk']), await house.person('管', ['admin'])]
  let phones = 100
  return {
    house,
    ann,
    admin,
    nextPhone: () => `139000000${phones++}`,
    make: (more: object = {}) => ann.post('/api/records/guest', { company: '远大', name: '王芳芳', ...more }),
    close: (id: string, to = 'gone') => ann.post(`/api/records/guest/${id}/move_stage`, { to }),
    // Rows as any: a test says what it expects of them.
    rowsOf: async (object: string, id: string) =>
      (
        await sql<
          Record<string, any>
        >`select * from ${table(house.workspace, object)} where id = ${id}`.execute(house.workspace.db)
      ).rows,
    /** The tables in which some text stands. */
    async everywhere(value: string) {
      const { rows } = await sql<{ name: string }>`
        select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = ${house.workspace.name} and c.relkind = 'r'`.execute(house.workspace.db)
      const places = []
      for (const { name } of rows) {
        const found = await sql<{ n: number }>`
          select count(*)::int as n from ${table(house.workspace, name)} t where strpos(t::text, ${value}) > 0`.execute(
          house.workspace.db,
        )
        if (found.rows[0]!.n > 0) places.push(name)
      }
      return places
    },
    /** Nothing is forgotten by itself and nothing asked for. */
    resetRules: () =>
      admin.put('/api/settings/privacy', {
        erase_deleted_days: null,
        forget_closed_months: {},
        consent_required: false,
      }),
  }
}
export type Guests = Awaited<ReturnType<typeof openGuests>>
