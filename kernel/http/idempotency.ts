import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { refuse } from '../../model/index.ts'
import { rightsKey } from '../access/grants.ts'
import { claim, type Claimed } from '../once/claim.ts'
import { unnoted, type Note } from '../once/note.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { actorOf } from './options.ts'

export interface Once {
  /** What was sent, where it is not the JSON body: a file is told apart by its content. */
  readonly body?: unknown
  /** Whose key it is where nobody is signed in. */
  readonly channel?: string
  /** Work of many transactions. */
  readonly long?: boolean
}

/**
 * A POST with an `Idempotency-Key` is done once: sent again it gets the first answer, sent with another body
 * or to another address it is refused. The answer is noted in the transaction of the change, see
 * `once/note.ts`: `run` hands its transactions to the note.
 */
export const once = async <T>(
  workspace: Workspace,
  request: FastifyRequest,
  run: (note: Note) => Promise<T>,
  how: Once = {},
): Promise<T> => (await claimed(workspace, request, how))(run)

/** For a request that is one transaction. */
export const onceWhole = <T>(
  workspace: Workspace,
  request: FastifyRequest,
  run: (tx: Tx) => Promise<T>,
): Promise<T> => once(workspace, request, (note) => transact(workspace, actorOf(request), note.whole(run)))

/**
 * The same in two steps, for an answer that begins before the work is done: what refuses the key does so
 * here.
 */
export async function claimed(
  workspace: Workspace,
  request: FastifyRequest,
  { body = request.body ?? null, channel, long }: Once = {},
): Promise<Claimed> {
  const key = keyOf(request)
  if (key === null) return (run) => run(unnoted)
  const caller = request.actor?.id ?? channel ?? actorOf(request).name
  // Who may less by now, or comes by a narrower key, is not told what more rights were answered.
  const rights = request.actor ? ` ${rightsKey(request.actor)}` : ''
  return claim(
    workspace,
    { caller, key, fingerprint: fingerprintOf(`${request.method} ${request.url}${rights}`, body) },
    { long },
  )
}

/** The key that the sender gave, null without one. */
export function keyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key === '') return null
  // Cut to fit, two keys might become one.
  if (key.length > keyMax)
    throw refuse(
      'request_invalid',
      {
        zh: `Idempotency-Key 最多${keyMax}个字符`,
        en: `An Idempotency-Key has at most ${keyMax} characters`,
      },
      { status: 400, field: 'Idempotency-Key' },
    )
  return key
}
const keyMax = 200

/** Tells what was sent from anything else, at the same address or another. */
export const fingerprintOf = (address: string, body: unknown): Buffer =>
  createHash('sha256')
    .update(`${address}\n${JSON.stringify(body)}`)
    .digest()
