import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { refuse } from '../../model/index.ts'
import { checkPolicy, passwordMatches, setPassword } from '../auth/password.ts'
import { actorByToken, closeSession, openSession } from '../auth/session.ts'
import { confirmTotp, proposeTotp, signIn } from '../auth/signIn.ts'
import { asTrusted, transact } from '../workspace/transact.ts'
import { changeRecord } from '../records/write.ts'
import { table, type Workspace } from '../workspace/workspace.ts'
import { bodyAs } from './body.ts'
import { actorOf, sessionCookie, type ServerOptions } from './options.ts'

/** Who is signed in: in, out, language, password, second factor. A new password ends the other sessions and opens a new one here. */
export async function sessionRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.post('/api/session', async (request, reply) => {
    const body = bodyAs(request, z.strictObject({ login: z.string().max(254), password: z.string().max(1000), code: z.string().max(20).optional() }))
    const token = await signIn(workspace, body, originOf(request))
    setCookie(request, reply, token, workspace)
    return describe(workspace, await personOf(workspace, token))
  })
  app.get('/api/session', async (request) => describe(workspace, actorOf(request).id!))
  app.delete('/api/session', async (request, reply) => {
    const token = request.cookies[sessionCookie]
    if (token) await closeSession(workspace, token)
    void reply.clearCookie(sessionCookie, { path: '/' })
    return reply.code(204).send()
  })
  app.patch('/api/session', async (request) => {
    const { language } = bodyAs(request, z.strictObject({ language: z.enum(['zh', 'en']) }))
    await transact(workspace, actorOf(request), (tx) => changeRecord(asTrusted(tx), 'user', tx.actor.id!, { language }))
    return describe(workspace, actorOf(request).id!)
  })
  app.post('/api/session/password', async (request, reply) => {
    const actor = actorOf(request)
    const body = bodyAs(request, z.strictObject({ old: z.string().max(1000), new: z.string().max(1000) }))
    const { rows } = await sql<{ password_hash: string | null }>`select password_hash from ${table(workspace, '_credential')} where person = ${actor.id}`.execute(workspace.db)
    if (!(await passwordMatches(rows[0]?.password_hash ?? null, body.old))) throw refuse('password_wrong', { zh: '原密码不正确', en: 'The old password is wrong' }, { field: 'old' })
    await transact(workspace, actor, (tx) => setPassword(tx, actor.id!, checkPolicy(body.new, '')))
    setCookie(request, reply, await openSession(workspace, actor.id!, originOf(request)), workspace)
    return {}
  })
  app.post('/api/session/totp', async (request) => {
    const { code } = bodyAs(request, z.strictObject({ code: z.string().max(20).optional() }))
    return proposeTotp(workspace, actorOf(request).id!, actorOf(request).name, code)
  })
  app.post('/api/session/totp/confirm', async (request) => {
    await confirmTotp(workspace, actorOf(request).id!, bodyAs(request, z.strictObject({ code: z.string().max(20) })).code)
    return {}
  })
}

const originOf = (request: FastifyRequest) => ({ address: request.ip, agent: request.headers['user-agent'] ?? '' })

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string, workspace: Workspace): void {
  const secure = request.protocol === 'https' || workspace.publicUrl.startsWith('https:')
  void reply.setCookie(sessionCookie, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 30 * 86_400 })
}

async function personOf(workspace: Workspace, token: string): Promise<string> {
  return (await actorByToken(workspace, 'session', token))!.id!
}

/** What the screens need to know of who is signed in. */
async function describe(workspace: Workspace, person: string) {
  const { rows } = await sql<{ id: string; name: string; login: string; roles: string[] | null; department: string | null; department_name: string | null; language: string | null; demo: boolean; settings: { company_name?: string } }>`
    select u.id, u.name, u.login, u.roles, u.department, d.name as department_name, u.language, w.demo, w.settings
    from ${table(workspace, 'user')} u left join ${table(workspace, 'department')} d on d.id = u.department, ${table(workspace, '_workspace')} w where u.id = ${person}`.execute(workspace.db)
  const { demo, settings, ...user } = rows[0]!
  return { user: { ...user, roles: user.roles ?? [], language: user.language ?? 'zh' }, company: { name: settings.company_name ?? '', zone: workspace.zone, currency: workspace.currency }, demo, version: workspace.definitions.version }
}
