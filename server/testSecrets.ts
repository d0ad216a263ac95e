import { sql } from 'kysely'
import { expect } from 'vitest'
import { openSession } from '../kernel/auth/session.ts'
import { settled } from '../kernel/house.ts'
import { createRecord } from '../kernel/records/write.ts'
import { transact } from '../kernel/workspace/transact.ts'
import { systemActor } from '../kernel/workspace/workspace.ts'
import { testDatabaseUrl } from './postgres/testDatabase.ts'
import { startDemo, type Demo } from './seed/startDemo.ts'

/**
 * Words that stand in the first seller's records only; whoever else reads one of them has learnt something.
 */
export const secret = {
  lead: '密州暗影机械有限公司',
  customer: '秘泉深井装备有限公司',
  opportunity: '绝密压机商机',
  quote: '绝密报价备注',
  contract: '绝密合同标题',
  file: '绝密图样.txt',
}

export interface Person {
  readonly id: string
  readonly cookie: string
}
/** The body as any: a test says what it expects of it. */
export interface Answer {
  readonly status: number
  readonly body: any
  readonly text: string
}
export type Secret = keyof typeof secret

/** The demonstration company with records of one seller that strangers must learn nothing of. */
export async function openSecrets() {
  const demo = await startDemo(testDatabaseUrl())
  const { signedIn, newcomer, ask, upload } = callersOf(demo)
  const named = async (login: string): Promise<Person> => {
    const { rows } = await sql<{
      id: string
    }>`select id from ${sql.id(demo.workspace.name, 'user')} where login = ${login}`.execute(
      demo.workspace.db,
    )
    return signedIn(rows[0]!.id)
  }
  const seller = await named('sales@demo.example')
  const director = await named('sales-director@demo.example')
  const manager = await named('manager@demo.example')
  const planner = await named('planner@demo.example')
  const strangers: Record<string, Person> = {
    'the other seller': await named('sales2@demo.example'),
    'the worker': await named('worker@demo.example'),
    'a person without roles': await newcomer([]),
  }

  const ids = await makeSecrets(seller, { ask, upload })
  await settled(demo.workspace)
  return {
    demo,
    seller,
    director,
    manager,
    planner,
    strangers,
    ids,
    newcomer,
    ask,
    upload,
    tells: ({ text }: Answer) =>
      [
        ...Object.values(secret),
        ...Object.values(ids),
        '13912345678',
        '13987654321',
        '秘联系人',
        '76543.21',
        '密件',
      ].filter((word) => text.includes(word)),
  }
}
export type Secrets = Awaited<ReturnType<typeof openSecrets>>

export const nowhere = '01890000-0000-7000-8000-000000000000'
export const where = (condition: string) => `where=${encodeURIComponent(condition)}`

/** People before the demonstration, and how they ask. */
function callersOf(demo: Demo) {
  const signedIn = async (id: string): Promise<Person> => {
    return {
      id,
      cookie: `guantong_session=${await openSession(demo.workspace, id, { address: '127.0.0.1', agent: 'tests' })}`,
    }
  }

  const newcomer = async (roles: readonly string[]): Promise<Person> => {
    const name = `新人${Math.random().toString(36).slice(2, 8)}`
    const { id } = await transact(demo.workspace, systemActor('tests'), (tx) =>
      createRecord(tx, 'user', { name, login: `${name}@test.example`, roles: [...roles] }),
    )
    return signedIn(id)
  }

  const ask = async (
    who: Person,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const form = body instanceof FormData
    const answer = await fetch(`${demo.base}/api${path}`, {
      method,
      headers: {
        ...(who.cookie ? { cookie: who.cookie } : {}),
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      text,
      body: /json/.test(answer.headers.get('content-type') ?? '') && text ? JSON.parse(text) : null,
    }
  }

  const upload = (who: Person, place: Record<string, string>): Promise<Answer> => {
    const form = new FormData()
    for (const [name, value] of Object.entries(place)) form.set(name, value)
    form.set('file', new Blob(['secret']), secret.file)
    return ask(who, 'POST', '/files', form)
  }
  return { signedIn, newcomer, ask, upload }
}

/** One record of each kind that only the seller knows. */
async function makeSecrets(
  seller: Person,
  { ask, upload }: Pick<ReturnType<typeof callersOf>, 'ask' | 'upload'>,
) {
  const made = async (object: string, body: object) => {
    const answer = await ask(seller, 'POST', `/records/${object}`, body)
    expect([object, answer.status, answer.body.detail]).toEqual([object, 201, undefined])
    return answer.body.id as string
  }
  const ids = {} as Record<Secret | 'activity' | 'contact', string>
  ids.lead = await made('lead', {
    company: secret.lead,
    phone: '13912345678',
    source: 'phone',
    message: '密',
    owner: seller.id,
  })
  ids.customer = await made('customer', { name: secret.customer, phone: '13987654321' })
  ids.contact = await made('contact', { customer: ids.customer, name: '秘联系人' })
  ids.opportunity = await made('opportunity', {
    name: secret.opportunity,
    customer: ids.customer,
    amount: '765432',
  })
  ids.quote = await made('quote', {
    customer: ids.customer,
    opportunity: ids.opportunity,
    remarks: secret.quote,
    lines: [{ name: '密件', quantity: '3', base_price: '76543.21', cost: '4321.09' }],
  })
  ids.contract = await made('contract', { customer: ids.customer, name: secret.contract, amount: '7654.32' })
  ids.activity = await made('activity', { kind: 'call', content: '密谈', customer: ids.customer })
  ids.file = (await upload(seller, { object: 'customer', record: ids.customer })).body.id
  return ids
}
