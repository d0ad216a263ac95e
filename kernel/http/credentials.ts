import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { refuse, Refusal, type Label } from '../../model/index.ts'
import { confirmFactor, proposeFactor, removeFactor } from '../auth/factor.ts'
import { passwordRules } from '../auth/ownWords.ts'
import { setPassword } from '../auth/password.ts'
import { checkPassword } from '../auth/passwordPolicy.ts'
import { prove, type Proof, type ProofOptions } from '../auth/proof.ts'
import { openSession } from '../auth/session.ts'
import { throttle } from '../auth/throttle.ts'
import { notify } from '../notify/notify.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { actorById } from '../auth/whoComes.ts'
import { bodyAs } from './body.ts'
import { atScreen, fromWhere, giveCookies } from './cookies.ts'
import { actorOf, administrator, type ServerOptions } from './options.ts'
import { noteSecurity } from './security.ts'

/** What a person gives to confirm that it is them: see kernel/auth/proof.ts. */
export const proofShape = {
  password: z.string().max(1000).optional(),
  code: z.string().max(20).optional(),
} as const

/** Makes sure of the person at the screen; a refusal is noted. */
export async function proven(
  request: FastifyRequest,
  workspace: Workspace,
  given: Proof,
  options?: ProofOptions,
): Promise<void> {
  await prove(workspace, atScreen(request, workspace), given, options).catch((error: unknown) => {
    if (error instanceof Refusal) noteSecurity(request, 'proof_refused', { because: error.code })
    throw error
  })
}

/**
 * How a person signs in: password and second factor, one's own and, for an administrator, somebody else's. Who sits
 * there shows it again first, and is told of it afterwards.
 */
export async function credentialRoutes(app: FastifyInstance, options: ServerOptions): Promise<void> {
  passwordRoutes(app, options)
  factorRoutes(app, options)
  peopleRoutes(app, options)
}

function passwordRoutes(app: FastifyInstance, { workspace }: ServerOptions): void {
  app.post('/api/session/prove', async (request) => {
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
      z.strictObject({ old: z.string().max(1000), new: z.string().max(1000), code: proofShape.code }),
    )
    await proven(
      request,
      workspace,
      { password: body.old, code: body.code },
      { insteadOf: 'nothing', field: 'old' },
    )
    await transact(workspace, actor, (tx) =>
      giveWith(
        tx,
        { person: actor.id!, password: body.new, field: 'new' },
        {
          zh: '您的登录密码已修改，其他设备已退出登录',
          en: 'Your password was changed; other devices were signed out',
        },
      ),
    )
    noteSecurity(request, 'password_changed')
    await giveCookies(request, reply, workspace, {
      token: await openSession(workspace, actor.id!, fromWhere(request, workspace)),
    })
    return {}
  })

  app.post('/api/session/password/check', async (request) => {
    const { person } = atScreen(request, workspace)
    const { new: password } = bodyAs(request, z.strictObject({ new: z.string().max(1000) }))
    await throttle(workspace, `weigh ${person}`, { max: 60, seconds: 60 })
    checkPassword(password, { ...(await passwordRules(workspace, workspace.db, person)), field: 'new' })
    return {}
  })
}

function factorRoutes(app: FastifyInstance, { workspace }: ServerOptions): void {
  app.post('/api/session/totp', async (request) => {
    await proven(request, workspace, bodyAs(request, z.strictObject(proofShape)))
    return proposeFactor(workspace, actorOf(request).id!, actorOf(request).name)
  })
  app.post('/api/session/totp/confirm', async (request) => {
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

function peopleRoutes(app: FastifyInstance, { workspace }: ServerOptions): void {
  app.post('/api/people/:id/password', async (request) => {
    const actor = administrator(request)
    const { password, own_password, code } = bodyAs(
      request,
      z.strictObject({
        password: z.string().max(1000),
        own_password: proofShape.password,
        code: proofShape.code,
      }),
    )
    await proven(
      request,
      workspace,
      { password: own_password, code },
      { insteadOf: 'sign_in', field: 'own_password' },
    )
    const person = await someone(workspace, request)
    await transact(workspace, actor, (tx) =>
      giveWith(
        tx,
        { person, password, field: 'password' },
        {
          zh: `管理员${actor.name}重设了您的登录密码，请尽快自行修改`,
          en: `${actor.name}, an administrator, set your password anew: change it soon`,
        },
      ),
    )
    noteSecurity(request, 'password_changed', { person })
    return {}
  })
  app.delete('/api/people/:id/totp', async (request, reply) => {
    const { name } = administrator(request)
    const { own_password, code } = bodyAs(
      request,
      z.strictObject({ own_password: proofShape.password, code: proofShape.code }),
    )
    await proven(
      request,
      workspace,
      { password: own_password, code },
      { insteadOf: 'sign_in', field: 'own_password' },
    )
    const person = await someone(workspace, request)
    if (await removeFactor(workspace, person))
      await tell(
        workspace,
        person,
        {
          zh: `管理员${name}关闭了您的两步验证，请重新设置`,
          en: `${name}, an administrator, took your second factor away: set it up again`,
        },
        request,
      )
    noteSecurity(request, 'second_factor_off', { person })
    return reply.code(204).send()
  })
}

const tell = (workspace: Workspace, person: string, title: Required<Label>, request: FastifyRequest) =>
  transact(workspace, actorOf(request), (tx) => notify(tx, [person], { title }))

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

/** Gives a person a password that passes the rules, and tells them. */
async function giveWith(
  tx: Tx,
  { person, password, field }: { readonly person: string; readonly password: string; readonly field: string },
  title: Required<Label>,
): Promise<void> {
  await setPassword(
    tx,
    person,
    checkPassword(password, { ...(await passwordRules(tx.workspace, tx.db, person)), field }),
  )
  await notify(tx, [person], { title })
}
