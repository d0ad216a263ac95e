import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { keyVerbs, refuse } from '../../model/index.ts'
import { createApiKey, keysOf, revokeKey } from '../auth/keys.ts'
import { changeRules, rulesOf, signInRules, type SignInRuleName } from '../auth/rules.ts'
import { endSession, endSessions, sessionsOf } from '../auth/session.ts'
import { notify } from '../notify/notify.ts'
import { transact } from '../workspace/transact.ts'
import { bodyAs, queryText } from './body.ts'
import { atScreen, sessionToken } from './cookies.ts'
import { proofShape, proven } from './credentials.ts'
import { actorOf, administrator, type ServerOptions } from './options.ts'
import { noteSecurity } from './security.ts'

const gone = () =>
  refuse('not_found', { zh: '已经结束，或不存在', en: 'It has ended already, or never was' }, { status: 404 })
const numbers = Object.fromEntries(
  Object.keys(signInRules).map((name) => [name, z.number().optional()]),
) as Record<SignInRuleName, z.ZodOptional<z.ZodNumber>>

/** Whose are meant: all people's for an administrator who asks for `all`, one's own otherwise. */
const whose = (request: FastifyRequest) =>
  queryText(request, 'all') === 'true' ? (administrator(request), null) : actorOf(request).id!
const idOf = (request: FastifyRequest) => (request.params as { id: string }).id

/**
 * Through what a person is in: sessions and keys, one's own and, for an administrator, everybody's; and the
 * rules by which one signs in.
 */
export async function accessRoutes(app: FastifyInstance, options: ServerOptions): Promise<void> {
  keyRoutes(app, options)
  openSessionRoutes(app, options)
  ruleRoutes(app, options)
}

function keyRoutes(app: FastifyInstance, { workspace }: ServerOptions): void {
  app.get('/api/keys', async (request) => ({ items: await keysOf(workspace, whose(request)) }))
  app.post('/api/keys', async (request, reply) => {
    const { person } = atScreen(request, workspace)
    const { name, objects, verbs, ends_at, ...proof } = bodyAs(
      request,
      z.strictObject({
        name: z.string().trim().min(1).max(100),
        objects: z.array(z.string().max(60)).max(200).nullish(),
        verbs: z.array(z.enum(keyVerbs)).optional(),
        ends_at: z.string().max(40).optional(),
        ...proofShape,
      }),
    )
    await proven(request, workspace, proof)
    const made = await createApiKey(workspace, person, {
      name,
      objects,
      ...(verbs && { verbs }),
      ...(ends_at !== undefined && { ends_at }),
    })
    await transact(workspace, actorOf(request), (tx) =>
      notify(tx, [person], {
        title: {
          zh: `您的账号新建了 API 密钥“${name}”`,
          en: `A key of the API was made for your login: "${name}"`,
        },
      }),
    )
    noteSecurity(request, 'key_made', { key_id: made.id, name })
    return reply.code(201).send(made)
  })
  app.delete('/api/keys/:id', async (request, reply) => {
    const of = whose(request)
    const { person: by } = atScreen(request, workspace)
    const revoked = await revokeKey(workspace, idOf(request), { of, by })
    if (!revoked) throw gone()
    if (revoked.person !== by)
      await transact(workspace, actorOf(request), (tx) =>
        notify(tx, [revoked.person], {
          title: {
            zh: `管理员停用了您的 API 密钥“${revoked.name}”`,
            en: `An administrator revoked your key of the API "${revoked.name}"`,
          },
        }),
      )
    noteSecurity(request, 'key_revoked', { key_id: idOf(request), person: revoked.person })
    return reply.code(204).send()
  })
}

function openSessionRoutes(app: FastifyInstance, { workspace }: ServerOptions): void {
  app.get('/api/sessions', async (request) => ({
    items: await sessionsOf(workspace, whose(request), sessionToken(request, workspace)),
  }))
  app.delete('/api/sessions', async (request, reply) => {
    const { person, token } = atScreen(request, workspace)
    await endSessions(workspace, person, token)
    noteSecurity(request, 'session_ended', { person })
    return reply.code(204).send()
  })
  app.delete('/api/sessions/:id', async (request, reply) => {
    const of = whose(request)
    atScreen(request, workspace)
    if (!(await endSession(workspace, idOf(request), of))) throw gone()
    noteSecurity(request, 'session_ended', { session_id: idOf(request) })
    return reply.code(204).send()
  })
}

function ruleRoutes(app: FastifyInstance, { workspace }: ServerOptions): void {
  app.get('/api/session/rules', async (request) => {
    administrator(request)
    return describeRules(await rulesOf(workspace))
  })
  app.patch('/api/session/rules', async (request) => {
    const actor = administrator(request)
    const { password, code, passkey, ...changed } = bodyAs(
      request,
      z.strictObject({
        ...numbers,
        barred_words: z.array(z.string().trim().min(2).max(60)).max(100).optional(),
        ...proofShape,
      }),
    )
    await proven(request, workspace, { password, code, passkey })
    await transact(workspace, actor, (tx) => changeRules(workspace, tx.db, changed))
    noteSecurity(request, 'sign_in_rules_changed', { changed })
    return describeRules(await rulesOf(workspace))
  })
}

type Described = { readonly [name: string]: unknown }

/**
 * Each rule with its value, its bounds and what it is called, so that a screen needs to know none of them.
 */
const describeRules = ({ barred_words, ...values }: Awaited<ReturnType<typeof rulesOf>>): Described => ({
  rules: Object.entries(signInRules).map(([name, rule]) => ({
    name,
    value: values[name as SignInRuleName],
    ...rule,
  })),
  barred_words,
})
