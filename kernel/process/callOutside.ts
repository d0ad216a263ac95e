import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { Refusal, refuse, type ProcessEffect } from '../../model/index.ts'
import type { Task } from '../jobs/jobs.ts'
import { count } from '../workspace/counts.ts'
import { makeWork } from '../work/makeWork.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, type Workspace } from '../workspace/workspace.ts'
import { isThisMachine } from '../workspace/thisMachine.ts'
import { advanceInstance } from './instances.ts'
import { closedPlace, guardedLookup, mayReach, outgoingOf } from './outgoing.ts'

interface Call {
  readonly instance: string
  readonly wait: string
  readonly call: Extract<ProcessEffect, { kind: 'call' }>['call']
  readonly input: Readonly<Record<string, unknown>>
  /** Of what led here: a chain that goes by way of the outside is cut as one within. */
  readonly trace?: string
  readonly depth?: number
}

/**
 * Says how long the chain is that leads to a call, so that one which comes back to this house by a hook is
 * cut in the end.
 */
export const depthHeader = 'guantong-depth'

const timeoutMs = 20_000
const answerMax = 256 * 1024

/**
 * Calls a webhook, or a module's job, for an instance that waits for it. No transaction is open meanwhile. A
 * failure is tried again with growing pauses; a refusal, or the last one, is the process's to deal with. The
 * receiver tells a repetition by its `Idempotency-Key`.
 */
export const callOutside: Task = async (
  workspace,
  { instance, wait, call, input, trace, depth = 0 }: Call,
  { attempts, max_attempts },
) => {
  const tell = (event: Parameters<typeof advanceInstance>[2]) =>
    transact(workspace, systemActor('process.call'), (tx) => advanceInstance(tx, instance, event), {
      depth,
      ...(trace !== undefined && { trace }),
    })
  try {
    const result =
      'webhook' in call
        ? await callWebhook(workspace, call.webhook, {
            key: wait,
            body: JSON.stringify({ instance, ...input }),
            depth,
          })
        : await runJob(workspace, call.job, { input, depth, trace })
    await tell({ kind: 'action_done', id: wait, ...(result !== undefined && { result }) })
  } catch (error) {
    if (attempts < max_attempts && !(error instanceof Refusal)) throw error
    if (error instanceof Refusal && error.code.startsWith('webhook_')) count(workspace, 'outgoing_refused')
    await tell({
      kind: 'action_failed',
      id: wait,
      message: error instanceof Refusal ? error.sentence : String(error).slice(0, 300),
    })
  }
}

async function runJob(
  workspace: Workspace,
  name: string,
  { input, depth = 0, trace }: Pick<Call, 'input' | 'depth'> & { readonly trace: string | undefined },
): Promise<undefined> {
  const job = workspace.definitions.jobs[name]
  if (!job) throw refuse('job_unknown', { zh: `没有任务“${name}”`, en: `There is no job "${name}"` })
  await job.run(
    {
      readFile: (id) => workspace.files.read(id),
      do: (run) =>
        transact(workspace, systemActor(name), (tx) => run(makeWork(tx)), {
          depth,
          ...(trace !== undefined && { trace }),
        }),
    },
    input,
  )
}

/** Sends one call to an address that may be reached, and answers what came back as JSON. */
export async function callWebhook(
  workspace: Workspace,
  address: string,
  { key, body, depth }: { readonly key: string; readonly body: string; readonly depth: number },
): Promise<unknown> {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw refuse('webhook_address', {
      zh: 'Webhook 地址应以 http 或 https 开头',
      en: 'A webhook is called by http or https',
    })
  if (workspace.requireTls && url.protocol === 'http:' && !isThisMachine(url.hostname)) throw plainCall()
  const outgoing = await outgoingOf(workspace)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) && !mayReach(outgoing, host, port)) throw closedPlace(outgoing, host)
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      url,
      {
        method: 'POST',
        timeout: timeoutMs,
        lookup: guardedLookup(outgoing, port),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': key,
          [depthHeader]: String(depth),
        },
      },
      (response) => {
        const parts: Buffer[] = []
        let size = 0
        response.on('data', (part: Buffer) => {
          size += part.length
          if (size > answerMax) request.destroy(new Error('The answer of the webhook is too long'))
          else parts.push(part)
        })
        response.on('error', reject)
        response.on('end', () => {
          const status = response.statusCode ?? 0
          if (status < 200 || status > 299) return reject(new Error(`The webhook answered ${status}`))
          resolve(readAnswer(Buffer.concat(parts).toString('utf8')))
        })
      },
    )
    request.on('timeout', () =>
      request.destroy(new Error(`The webhook did not answer in ${timeoutMs / 1000} s`)),
    )
    request.on('error', reject)
    request.end(body)
  })
}

const plainCall = () =>
  refuse('webhook_plain', {
    zh: '本系统要求所有连接加密，Webhook 地址应以 https:// 开头',
    en: 'Every connection of this server is encrypted: the address of a webhook must begin with https://',
  })

const readAnswer = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
