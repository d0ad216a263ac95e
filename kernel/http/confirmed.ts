import type { FastifyRequest } from 'fastify'
import { Refusal, type Actor } from '../../model/index.ts'
import { isAddressNoted } from '../auth/keyAddress.ts'
import { rememberedBy } from '../auth/whoComes.ts'
import { reading, RightsMoved, type Door, type Tx } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { admit } from './duties.ts'
import { actorOf } from './options.ts'
import { tokenOf, whoAsks } from './whoAsks.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** This route reads or writes by `confirmed`, so that nobody need be asked who comes before it. */
    readonly confirms?: boolean
  }
  interface FastifyRequest {
    /** Where the rights that `actor` stands for are remembered ones; null where the database said them. */
    door: Door | null
  }
}

/**
 * Lets in who asks. For a route that reads by `confirmed` that is whoever came with this token the last time,
 * where this process remembers one; else the database says who it is.
 */
export async function letIn(workspace: Workspace, request: FastifyRequest): Promise<void> {
  const token = request.routeOptions.config?.confirms ? tokenOf(request, workspace) : null
  // From where a key is used for the first time is written down before it opens anything.
  const noted = token?.kind !== 'key' || isAddressNoted(workspace, token.token, request.ip)
  const known = token && noted ? rememberedBy(workspace, token.kind, token.token) : null
  request.door = known ? { question: known.question, kind: known.kind, confirmed: false } : null
  admit(request, known ? known.actor : await whoAsks(workspace, request))
}

/**
 * Goes by the rights that are remembered, with the question whether they are still so in the first statement
 * itself, and answers only what was read or written by rights that are: one wait for the database instead of
 * two, and not a word to who lost them a moment ago (decision 39). Where no row came that could tell, or what
 * came is a refusal, or rights have moved, the database is asked as for everybody else; `run` is then done
 * again unless all is as it was. It must do nothing before its first row but read, and write nothing but by a
 * statement that carries the question.
 */
export async function confirmed<T>(
  workspace: Workspace,
  request: FastifyRequest,
  run: (actor: Actor, door?: Door) => Promise<T>,
  { reads = false } = {},
): Promise<T> {
  const actor = actorOf(request)
  const { door } = request
  if (!door) return run(actor)
  request.door = null
  const outcome = await run(actor, door).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  )
  if (!door.confirmed) {
    admit(request, await whoAsks(workspace, request))
    const now = actorOf(request)
    const error = 'error' in outcome ? outcome.error : null
    // Of a write that broke otherwise it is not known whether it was done.
    const undone = reads || error instanceof Refusal
    if (error instanceof RightsMoved || (now !== actor && undone)) return run(now)
  }
  if ('error' in outcome) throw outcome.error
  return outcome.answer
}

/** The same for what only reads. @example confirmedReading(workspace, request, (tx) => listRecords(tx, 'lead')) */
export const confirmedReading = <T>(
  workspace: Workspace,
  request: FastifyRequest,
  run: (tx: Tx) => Promise<T>,
): Promise<T> =>
  confirmed(workspace, request, (actor, door) => run({ ...reading(workspace, actor), ...(door && { door }) }))

/** For what cannot carry the question: it is asked now. */
export async function confirmNow(workspace: Workspace, request: FastifyRequest): Promise<void> {
  if (!request.door) return
  request.door = null
  admit(request, await whoAsks(workspace, request))
}
