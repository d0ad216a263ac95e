import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { Refusal, refuse, startOf, type Label, type Process, type WebhookStart } from '../../model/index.ts'
import { emitEvents } from '../events/emit.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { systemActor, table, type Workspace } from '../workspace/workspace.ts'
import { chainMax, noteFailedRun } from './begin.ts'
import { startInstance } from './instances.ts'
import { onceFor, readSent, recordFor } from './outside.ts'

/**
 * A call from outside. `id` is what the sender calls it, if it was said beside the body, and then
 * `fingerprint` is of that body; `depth` of the chain that led to it.
 */
export interface Call {
  readonly body: Readonly<Record<string, unknown>>
  readonly id?: string
  readonly fingerprint?: Buffer
  readonly depth: number
}

const hookOf = (process: Process): WebhookStart | undefined => {
  const on = startOf(process)
  return on && 'webhook' in on ? on : undefined
}
const hash = (secret: string) => createHash('sha256').update(secret).digest()

/** Whether the company lets the secret of this hook stand in an address. */
export const takesSecretInAddress = ({ definitions }: Workspace, name: string): boolean =>
  Object.values(definitions.processes)
    .map(hookOf)
    .some((hook) => hook?.webhook === name && hook.secret_in_address === true)

/**
 * Whether this is the secret of the hook. An unknown hook has none, so the answer does not tell which hooks
 * there are.
 */
export async function knowsSecret(workspace: Workspace, name: string, secret: string): Promise<boolean> {
  const { rows } = await sql<{
    secret_hash: Buffer
  }>`select secret_hash from ${table(workspace, '_hook')} where name = ${name}`.execute(workspace.db)
  const same = timingSafeEqual(hash(secret), rows[0]?.secret_hash ?? Buffer.alloc(32))
  return rows.length > 0 && same
}

/**
 * Starts the process of a hook with what was sent, once for the sender's id. `instance` is null, with the
 * reason, where the process does not apply now. Refuses `hook_unknown`, `field_invalid`, `record_not_found`,
 * `record_ambiguous` and what the start is refused for, which is also kept as a failed run.
 */
export async function takeCall(
  workspace: Workspace,
  name: string,
  call: Call,
): Promise<{ readonly instance: string | null; readonly reason?: string }> {
  const options = { depth: call.depth }
  const actor = systemActor(`hook.${name}`)
  try {
    return await transact(
      workspace,
      actor,
      async (tx) => {
        const process = processOf(tx, name)
        const hook = hookOf(process)!
        await sql`update ${table(workspace, '_hook')} set used_at = ${tx.now} where name = ${name} and (used_at is null or used_at < ${tx.now}::timestamptz - interval '1 minute')`.execute(
          tx.db,
        )
        return onceFor(
          tx,
          { channel: `hook:${name}`, id: idOf(tx, hook, call), fingerprint: call.fingerprint },
          async () => {
            if (tx.depth >= chainMax)
              throw refuse('loop_cut', {
                zh: `自动流程经由 Webhook 互相触发超过${chainMax}层，已切断`,
                en: `A chain of more than ${chainMax} automations that came back by a hook was cut`,
              })
            const record = await recordFor(tx, process, hook.record, call.body)
            try {
              return {
                instance: await startInstance(tx, process.name, {
                  object: process.object,
                  record,
                  values: { event: call.body },
                }),
              }
            } catch (error) {
              if (error instanceof Refusal && error.code === 'process_not_now')
                return { instance: null, reason: error.code }
              throw error
            }
          },
        )
      },
      options,
    )
  } catch (error) {
    if (error instanceof Refusal && !unnoted.has(error.code))
      await transact(workspace, actor, (tx) =>
        noteFailedRun(tx, processOf(tx, name), {
          record: null,
          values: { event: call.body },
          refused: error,
        }),
      )
    throw error
  }
}

/** What is the caller's mistake alone, or no failure. */
const unnoted = new Set(['hook_unknown', 'field_invalid', 'process_running', 'idempotency_reused'])

/** A hook that is not there and a wrong secret are the same answer. */
export const unknownHook = () =>
  refuse(
    'hook_unknown',
    { zh: 'Webhook 不存在或密钥不正确', en: 'There is no such hook, or the secret is wrong' },
    { status: 401 },
  )

function processOf(tx: Tx, name: string): Process {
  const found = Object.values(tx.definitions.processes).find((process) => hookOf(process)?.webhook === name)
  if (!found) throw unknownHook()
  return found
}

function idOf(tx: Tx, hook: WebhookStart, { id, body }: Call): string | null {
  const said = id ?? (hook.id === undefined ? undefined : readSent(tx, hook.id, body))
  if (said === undefined || said === null || said === '') return null
  const text = typeof said === 'string' || typeof said === 'number' ? String(said) : ''
  if (text === '' || text.length > 200)
    throw refuse(
      'field_invalid',
      { zh: '消息编号应为1至200个字符的文本', en: 'The id of a message is text of 1 to 200 characters' },
      { field: 'id' },
    )
  return text
}

export interface HookInfo {
  readonly name: string
  readonly process: string
  readonly label: Label
  /** End of the secret; null while there is none, and nothing is taken. */
  readonly hint: string | null
  /** Whether it may stand in the address. */
  readonly secret_in_address: boolean
  readonly used_at: string | null
}

/** The hooks that processes take, whether they have a secret and when they were last called. */
export async function hooksOf(tx: Tx): Promise<readonly HookInfo[]> {
  const { rows } = await sql<{
    name: string
    hint: string
    used_at: Date | null
  }>`select name, hint, used_at from ${table(tx.workspace, '_hook')}`.execute(tx.db)
  const known = new Map(rows.map((row) => [row.name, row]))
  return Object.values(tx.definitions.processes)
    .flatMap((process) => {
      const name = hookOf(process)?.webhook
      return name === undefined
        ? []
        : [
            {
              name,
              process: process.name,
              label: process.label,
              secret_in_address: hookOf(process)?.secret_in_address === true,
              hint: known.get(name)?.hint ?? null,
              used_at: known.get(name)?.used_at?.toISOString() ?? null,
            },
          ]
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A new secret for a hook, told this once; the one before no longer counts. */
export async function renewSecret(tx: Tx, name: string): Promise<string> {
  const process = processOf(tx, name)
  const secret = randomBytes(24).toString('base64url')
  await sql`
    insert into ${table(tx.workspace, '_hook')} (name, secret_hash, hint, created_at, created_by) values (${name}, ${hash(secret)}, ${secret.slice(-4)}, ${tx.now}, ${tx.actor.id})
    on conflict (name) do update set secret_hash = excluded.secret_hash, hint = excluded.hint, created_at = excluded.created_at, created_by = excluded.created_by`.execute(
    tx.db,
  )
  await emitEvents(tx, [{ name: 'hook.secret_renewed', payload: { hook: name, process: process.name } }])
  return secret
}

/** Takes the secret away: the hook takes nothing until it has a new one. */
export async function revokeSecret(tx: Tx, name: string): Promise<void> {
  await sql`delete from ${table(tx.workspace, '_hook')} where name = ${name}`.execute(tx.db)
  await emitEvents(tx, [{ name: 'hook.secret_revoked', payload: { hook: name } }])
}
