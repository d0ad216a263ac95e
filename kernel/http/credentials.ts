import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { refuse, Refusal, type Label } from '../../model/index.ts'
import { confirmFactor, proposeFactor, removeFactor } from '../auth/factor.ts'
import { wantsFactor } from '../auth/factorDuty.ts'
import { refuseOncePassword } from '../auth/oncePassword.ts'
import { passwordRules } from '../auth/ownWords.ts'
import { setPassword } from '../auth/password.ts'
import { checkPassword } from '../auth/passwordPolicy.ts'
import { prove, type Proof, type ProofOptions } from '../auth/proof.ts'
import { openSession } from '../auth/session.ts'
import { throttle } from '../auth/throttle.ts'
import { notify } from '../notify/notify.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { bodyAs } from './body.ts'
import { atScreen, fromWhere, giveCookies } from './cookies.ts'
import { actorOf, type ServerOptions } from './options.ts'
import { noteSecurity } from './security.ts'
import { tellOfReuse } from './tellOfReuse.ts'

/** What a person gives to confirm that it is them: see kernel/auth/proof.ts. */
export const proofShape = {
  password: z.string().max(1000).optional(),
  code: z.string().max(20).optional(),
  passkey: z.looseObject({}).optional(),
} as const

/** Of it, what is shown besides the password. */
export const factorShape = { code: proofShape.code, passkey: proofShape.passkey } as const

/** Makes sure of the person at the screen; a refusal is noted. */
export async function proven(
  request: FastifyRequest,
  workspace: Workspace,
  given: Proof,
  options?: ProofOptions,
): Promise<void> {
  await prove(workspace, atScreen(request, workspace), given, options).catch(async (error: unknown) => {
    if (error instanceof Refusal) noteSecurity(request, 'proof_refused', { because: error.code })
    await tellOfReuse(request, workspace, error)
    throw error
  })
}

/** What sets up a second factor is open to whoever lacks one. */
const whileLacking = { config: { duties: ['second_factor'] } } as const

/**
 * How a person signs in: password and second factor. Who sits there shows it again first, and is told of it
 * afterwards.
 */
export async function credentialRoutes(app: FastifyInstance, options: ServerOptions): Promise<void> {
  passwordRoutes(app, options)
  factorRoutes(app, options)
}

function passwordRoutes(app: FastifyInstance, { workspace }: ServerOptions): void {
  app.post('/api/session/prove', whileLacking, async (request) => {
    await proven(
      request,
      workspace,
      bodyAs(request, z.strictObject({ ...proofShape, password: z.string().max(1000) })),
    )
    return {}
  })
  app.post('/api/session/password', async (request, reply) => {
    const actor = actorOf(request)
    const body = bodyAs(
      request,
      z.strictObject({ ...factorShape, old: z.string().max(1000), new: z.string().max(1000) }),
    )
    await proven(
      request,
      workspace,
      { password: body.old, code: body.code, passkey: body.passkey },
      { insteadOf: 'nothing', field: 'old' },
    )
    await transact(workspace, actor, (tx) => takeOwn(tx, actor.id!, body.new))
    await comeAnew(request, reply, workspace)
    return {}
  })
  app.post('/api/session/password/own', { config: { duties: ['password'] } }, async (request, reply) => {
    const { person } = atScreen(request, workspace)
    const body = bodyAs(request, z.strictObject({ new: z.string().max(1000) }))
    if (actorOf(request).owes !== 'password') throw ownAlready()
    await transact(workspace, actorOf(request), async (tx) => {
      await refuseOncePassword(tx, person, body.new)
      await takeOwn(tx, person, body.new)
    })
    await comeAnew(request, reply, workspace)
    return {}
  })

  app.post('/api/session/password/check', { config: { duties: ['password'] } }, async (request) => {
    const { person } = atScreen(request, workspace)
    const { new: password } = bodyAs(request, z.strictObject({ new: z.string().max(1000) }))
    await throttle(workspace, `weigh ${person}`, { max: 60, seconds: 60 })
    checkPassword(password, { ...(await passwordRules(workspace, workspace.db, person)), field: 'new' })
    return {}
  })
}

const ownAlready = () =>
  refuse(
    'own_password_already',
    {
      zh: '您已有自己的密码，修改密码请同时提供原密码',
      en: 'You have a password of your own: to change it, give the old one too',
    },
    { status: 409 },
  )

/** All sessions ended with the old password: whoever changed it goes on in a new one. */
async function comeAnew(request: FastifyRequest, reply: FastifyReply, workspace: Workspace): Promise<void> {
  noteSecurity(request, 'password_changed')
  await giveCookies(request, reply, workspace, {
    token: await openSession(workspace, actorOf(request).id!, fromWhere(request, workspace)),
  })
}

function factorRoutes(app: FastifyInstance, { workspace }: ServerOptions): void {
  app.post('/api/session/totp', whileLacking, async (request) => {
    await proven(request, workspace, bodyAs(request, z.strictObject(proofShape)))
    return proposeFactor(workspace, actorOf(request).id!, actorOf(request).name)
  })
  app.post('/api/session/totp/confirm', whileLacking, async (request) => {
    const { person } = atScreen(request, workspace)
    const { code } = bodyAs(request, z.strictObject({ code: z.string().max(20) }))
    await proven(request, workspace, {})
    await confirmFactor(workspace, person, code)
    await tell(
      workspace,
      person,
      { zh: '您的账号已开启两步验证', en: 'A second factor was put into force for your login' },
      request,
    )
    noteSecurity(request, 'second_factor_on')
    return {}
  })
  app.delete('/api/session/totp', async (request, reply) => {
    const { person } = atScreen(request, workspace)
    await keepOneFactor(request, workspace)
    await proven(request, workspace, bodyAs(request, z.strictObject(proofShape)))
    if (await removeFactor(workspace, person))
      await tell(
        workspace,
        person,
        { zh: '您的账号已关闭两步验证', en: 'The second factor of your login was taken away' },
        request,
      )
    noteSecurity(request, 'second_factor_off', { person })
    return reply.code(204).send()
  })
}

/** Whoever's role wants a second factor keeps one when they take another away. */
export async function keepOneFactor(request: FastifyRequest, workspace: Workspace): Promise<void> {
  const { id, roles } = actorOf(request)
  if (!wantsFactor(workspace.definitions, roles)) return
  const { rows } = await sql<{ left: number }>`
    select (select count(*)::int from ${table(workspace, '_passkey')} where person = ${id}) +
      (select count(*)::int from ${table(workspace, '_credential')} where person = ${id} and totp_secret is not null) - 1 as left`.execute(
    workspace.db,
  )
  if (rows[0]!.left > 0) return
  throw refuse(
    'factor_of_role',
    {
      zh: '您的角色必须使用两步验证，不能全部移除；如需换手机，请先更换验证器或添加另一个通行密钥',
      en: 'Your role needs a second factor, so the last one stays: to change the phone, first set up another authenticator or passkey',
    },
    { status: 409 },
  )
}

/** Tells a person of a change of how they sign in. */
export const tell = (workspace: Workspace, person: string, title: Required<Label>, request: FastifyRequest) =>
  transact(workspace, actorOf(request), (tx) => notify(tx, [person], { title }))

const passwordChanged = {
  zh: '您的登录密码已修改，其他设备已退出登录',
  en: 'Your password was changed; other devices were signed out',
} as const

/** Gives a person the password that they chose, if it passes the rules, and tells them. */
async function takeOwn(tx: Tx, person: string, password: string): Promise<void> {
  const rules = { ...(await passwordRules(tx.workspace, tx.db, person)), field: 'new' }
  await setPassword(tx, person, checkPassword(password, rules))
  await notify(tx, [person], { title: passwordChanged })
}
