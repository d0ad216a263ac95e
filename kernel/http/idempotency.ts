import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { refuse } from '../../model/index.ts'
import { now, table, type Workspace } from '../workspace/workspace.ts'
import { actorOf } from './options.ts'

/**
 * A POST with an `Idempotency-Key` is done once: sent again it gets the first answer, sent with another body it is refused.
 * The key is claimed before the work and carries the answer after it. Whoever works says so every few seconds, for an import takes minutes:
 * a claim that nobody spoke for in a minute was cut off and may be taken over.
 */
export async function once<T>(workspace: Workspace, request: FastifyRequest, run: () => Promise<T>, cutOffAfterMs = 60_000): Promise<T> {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key === '') return run()
  const person = actorOf(request).id
  const fingerprint = createHash('sha256').update(`${request.url}\n${JSON.stringify(request.body ?? null)}`).digest()
  const claims = table(workspace, '_idempotency')
  const claimed = await sql`
    insert into ${claims} as c (person, key, fingerprint, answer, at) values (${person}, ${key.slice(0, 200)}, ${fingerprint}, 'null', ${now(workspace)})
    on conflict (person, key) do update set at = excluded.at where c.answer = 'null' and c.at < excluded.at - make_interval(secs => ${cutOffAfterMs / 1000}) returning 1`.execute(workspace.db)
  if (claimed.rows.length === 0) return repeat(workspace, { person, key, fingerprint })
  const speaking = setInterval(() => void sql`
    update ${claims} set at = ${now(workspace)} where person = ${person} and key = ${key.slice(0, 200)} and answer = 'null'`.execute(workspace.db).catch(() => {}), cutOffAfterMs / 6)
  try {
    const answer = await run()
    await sql`update ${claims} set answer = ${JSON.stringify(answer ?? {})}::jsonb where person = ${person} and key = ${key.slice(0, 200)}`.execute(workspace.db)
    return answer
  } catch (error) {
    await sql`delete from ${claims} where person = ${person} and key = ${key.slice(0, 200)}`.execute(workspace.db)
    throw error
  } finally {
    clearInterval(speaking)
  }
}

async function repeat<T>(workspace: Workspace, { person, key, fingerprint }: { person: string | null; key: string; fingerprint: Buffer }): Promise<T> {
  const { rows } = await sql<{ fingerprint: Buffer; answer: T | null }>`
    select fingerprint, answer from ${table(workspace, '_idempotency')} where person = ${person} and key = ${key.slice(0, 200)}`.execute(workspace.db)
  const first = rows[0]
  if (first && !first.fingerprint.equals(fingerprint)) throw refuse('idempotency_reused', { zh: 'Idempotency-Key 已用于另一请求', en: 'This Idempotency-Key was used for another request' }, { status: 422 })
  if (!first?.answer) throw refuse('idempotency_running', { zh: '同一请求正在处理，请稍后再试', en: 'The same request is still running: try again shortly' }, { status: 409 })
  return first.answer
}
