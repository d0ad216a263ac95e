import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { refuse } from '../../model/index.ts'
import { removeFactor } from '../auth/factor.ts'
import { hasFactor } from '../auth/factorDuty.ts'
import { giveOncePassword } from '../auth/oncePassword.ts'
import { removePasskeys } from '../auth/passkeys.ts'
import { actorById } from '../auth/whoComes.ts'
import { notify } from '../notify/notify.ts'
import { transact } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { bodyAs } from './body.ts'
import { factorShape, proofShape, proven, tell } from './credentials.ts'
import { administrator, type ServerOptions } from './options.ts'
import { isForOthers } from './placeOf.ts'
import { noteSecurity } from './security.ts'

const ownProof = { own_password: proofShape.password, ...factorShape } as const

/** What an administrator does about the sign-in of others, after showing who they are; the person is told. */
export async function peopleRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.get('/api/people/:id/sign_in', async (request) => {
    administrator(request)
    return signInOf(workspace, await someone(workspace, request))
  })
  app.post('/api/people/:id/password', async (request) => {
    const actor = administrator(request)
    await shown(request, workspace)
    const person = await someone(workspace, request)
    if (person === actor.id) throw ownElsewhere()
    const { login } = await signInOf(workspace, person)
    if (!login) throw loginMissing()
    const given = await transact(workspace, actor, async (tx) => {
      await notify(tx, [person], {
        title: {
          zh: `管理员${actor.name}为您设置了一次性密码`,
          en: `${actor.name}, an administrator, gave you a one-time password`,
        },
      })
      return giveOncePassword(tx, person)
    })
    noteSecurity(request, 'once_password_given', { person })
    const address = isForOthers(workspace.publicUrl) ? workspace.publicUrl : null
    return { login, address, ...given }
  })
  app.delete('/api/people/:id/second_factor', async (request, reply) => {
    const { name } = administrator(request)
    await shown(request, workspace)
    const person = await someone(workspace, request)
    const [totp, passkeys] = [
      await removeFactor(workspace, person),
      await removePasskeys(workspace, person, null),
    ]
    if (totp || passkeys.length > 0)
      await tell(
        workspace,
        person,
        {
          zh: `管理员${name}移除了您的两步验证和通行密钥，请重新设置`,
          en: `${name}, an administrator, took your second factor and passkeys away: set them up again`,
        },
        request,
      )
    noteSecurity(request, 'second_factor_off', { person })
    return reply.code(204).send()
  })
}

/** The administrator shows the own password again; having signed in within the last minutes counts. */
const shown = (request: FastifyRequest, workspace: Workspace): Promise<void> => {
  const { own_password: password, ...factor } = bodyAs(request, z.strictObject(ownProof))
  return proven(request, workspace, { password, ...factor }, { insteadOf: 'sign_in', field: 'own_password' })
}

/** How a person signs in at this moment, without any secret. */
async function signInOf(workspace: Workspace, person: string) {
  const { rows } = await sql<{
    login: string | null
    password: 'own' | 'once' | 'none'
    once_until: Date | null
    second_factor: boolean
    passkeys: number
  }>`
    select u.login, ${hasFactor(workspace)} as second_factor,
      (select count(*)::int from ${table(workspace, '_passkey')} p where p.person = u.id) as passkeys,
      case when c.password_hash is not null then 'own' when c.once_until > now() then 'once' else 'none' end as password,
      case when c.once_until > now() then c.once_until end as once_until
    from ${table(workspace, 'user')} u left join ${table(workspace, '_credential')} c on c.person = u.id
    where u.id = ${person}`.execute(workspace.db)
  return rows[0]!
}

const ownElsewhere = () =>
  refuse(
    'own_password_elsewhere',
    {
      zh: '自己的密码请在“个人设置”中修改',
      en: 'Change your own password under "My settings"',
    },
    { status: 409 },
  )

const loginMissing = () =>
  refuse(
    'login_missing',
    {
      zh: '此人还没有登录名：请先填写登录名，再发一次性密码',
      en: 'This person has no login yet: fill it in, then give a one-time password',
    },
    { field: 'login' },
  )

/** The person an administrator means, if they work here. */
async function someone(workspace: Workspace, request: FastifyRequest): Promise<string> {
  const { id } = request.params as { id: string }
  if (/^[0-9a-f-]{36}$/i.test(id) && (await actorById(workspace, workspace.db, id))) return id
  throw refuse(
    'no_such_person',
    { zh: '找不到这个人，或其已停用', en: 'This person is unknown or no longer active' },
    { status: 404 },
  )
}
