import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { Refusal, type Actor } from '../../model/index.ts'
import { factorDue, hasFactor, wantsFactor } from '../auth/factorDuty.ts'
import { closeSession } from '../auth/session.ts'
import { addressKey } from '../auth/device.ts'
import { askForPasskey, type PasskeyAnswer } from '../auth/passkeys.ts'
import { signIn, signInByPasskey } from '../auth/signIn.ts'
import { throttle } from '../auth/throttle.ts'
import { actorByToken } from '../auth/whoComes.ts'
import { changeRecord } from '../records/write.ts'
import { asTrusted, transact } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { bodyAs } from './body.ts'
import { atScreen, fromWhere, giveCookies, sessionToken, takeSession } from './cookies.ts'
import { factorShape } from './credentials.ts'
import { actorOf, type ServerOptions } from './options.ts'
import { noteSecurity } from './security.ts'
import { tellOfReuse } from './tellOfReuse.ts'

/** Also for who has something else to do first. */
const atAnyTime = { config: { duties: ['password', 'second_factor'] } } as const

/** Who is signed in: in, out, language. */
export async function sessionRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.post('/api/session', async (request, reply) => {
    const body = bodyAs(
      request,
      z.strictObject({
        login: z.string().max(254),
        password: z.string().max(1000),
        ...factorShape,
      }),
    )
    const signed = await signIn(workspace, body, fromWhere(request, workspace)).catch(
      async (error: unknown) => {
        noteFailure(request, body.login, error)
        await tellOfReuse(request, workspace, error)
        throw error
      },
    )
    noteSecurity(request, 'signed_in', { person: signed.person })
    await giveCookies(request, reply, workspace, signed)
    return describe(workspace, (await actorByToken(workspace, 'session', signed.token))!)
  })
  app.post('/api/session/passkey/ask', async (request) => {
    const { address, at } = fromWhere(request, workspace)
    await throttle(workspace, `ask for a passkey from ${addressKey(address)}`, { max: 60, seconds: 60 })
    return askForPasskey(workspace, at, null)
  })
  app.post('/api/session/passkey', async (request, reply) => {
    const { passkey } = bodyAs(request, z.strictObject({ passkey: z.looseObject({}) }))
    const from = fromWhere(request, workspace)
    const signed = await signInByPasskey(workspace, passkey as unknown as PasskeyAnswer, from).catch(
      (error: unknown) => {
        noteFailure(request, 'passkey', error)
        throw error
      },
    )
    noteSecurity(request, 'signed_in', { person: signed.person, by: 'passkey' })
    await giveCookies(request, reply, workspace, signed)
    return describe(workspace, (await actorByToken(workspace, 'session', signed.token))!)
  })
  app.get('/api/session', atAnyTime, async (request) => describe(workspace, actorOf(request)))
  app.delete('/api/session', atAnyTime, async (request, reply) => {
    const token = sessionToken(request, workspace)
    if (token) {
      await closeSession(workspace, token)
      noteSecurity(request, 'signed_out')
    }
    takeSession(request, reply, workspace)
    // Nothing of what was shown stays in the browser.
    return reply.header('clear-site-data', '"cache"').code(204).send()
  })
  app.patch('/api/session', atAnyTime, async (request) => {
    const { person } = atScreen(request, workspace)
    const { language } = bodyAs(request, z.strictObject({ language: z.enum(['zh', 'en']) }))
    await transact(workspace, actorOf(request), (tx) =>
      changeRecord(asTrusted(tx), 'user', person, { language }),
    )
    return describe(workspace, actorOf(request))
  })
}

function noteFailure(request: FastifyRequest, login: string, error: unknown): void {
  if (error instanceof Refusal) noteSecurity(request, 'sign_in_refused', { login, because: error.code })
}

/** What the screens need to know of who is signed in. */
async function describe(workspace: Workspace, { id: person, owes }: Actor) {
  const { rows } = await sql<{
    id: string
    name: string
    login: string
    roles: string[] | null
    department: string | null
    department_name: string | null
    language: string | null
    second_factor: boolean
    totp: boolean
    second_factor_due: Date | null
    demo: boolean
    settings: { company_name?: string }
  }>`
    select u.id, u.name, u.login, u.roles, u.department, d.name as department_name, u.language, c.totp_secret is not null as totp, ${hasFactor(workspace)} as second_factor,
      case when not ${hasFactor(workspace)} then ${factorDue} end as second_factor_due, w.demo, w.settings
    from ${table(workspace, 'user')} u left join ${table(workspace, 'department')} d on d.id = u.department
    left join ${table(workspace, '_credential')} c on c.person = u.id, ${table(workspace, '_workspace')} w where u.id = ${person}`.execute(
    workspace.db,
  )
  const { demo, settings, second_factor_due: due, ...user } = rows[0]!
  const asked = wantsFactor(workspace.definitions, user.roles ?? [])
  return {
    user: {
      ...user,
      owes: owes ?? null,
      second_factor_due: asked ? due : null,
      roles: user.roles ?? [],
      language: user.language ?? 'zh',
    },
    company: { name: settings.company_name ?? '', zone: workspace.zone, currency: workspace.currency },
    demo,
    version: workspace.definitions.version,
  }
}
