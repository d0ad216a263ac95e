import { lookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { sql } from 'kysely'
import { Refusal, refuse, type ProcessEffect } from '../../model/index.ts'
import type { Task } from '../jobs/jobs.ts'
import { makeWork } from '../work.ts'
import { transact } from '../workspace/transact.ts'
import { systemActor, table, type Workspace } from '../workspace/workspace.ts'
import { advanceInstance } from './instances.ts'

interface Call {
  readonly instance: string
  readonly wait: string
  readonly call: Extract<ProcessEffect, { kind: 'call' }>['call']
  readonly input: Readonly<Record<string, unknown>>
  /** Of what led here: a chain that goes by way of the outside is cut as one within. */
  readonly trace?: string
  readonly depth?: number
}

/** Says how long the chain is that leads to a call, so that one which comes back to this house by a hook is cut in the end. */
export const depthHeader = 'guantong-depth'

const timeoutMs = 20_000
const answerMax = 256 * 1024

/**
 * Calls a webhook, or a module's job, for an instance that waits for it. No transaction is open meanwhile. A failure is tried again with
 * growing pauses; a refusal, or the last one, is the process's to deal with. The receiver tells a repetition by its `Idempotency-Key`.
 */
export const callOutside: Task = async (workspace, { instance, wait, call, input, trace, depth = 0 }: Call, { attempts, max_attempts }) => {
  const tell = (event: Parameters<typeof advanceInstance>[2]) => transact(workspace, systemActor('process.call'), (tx) => advanceInstance(tx, instance, event), { depth, ...(trace !== undefined && { trace }) })
  try {
    const result = 'webhook' in call ? await callWebhook(workspace, call.webhook, { key: wait, body: JSON.stringify({ instance, ...input }), depth }) : await runJob(workspace, call.job, { input, depth, trace })
    await tell({ kind: 'action_done', id: wait, ...(result !== undefined && { result }) })
  } catch (error) {
    if (attempts < max_attempts && !(error instanceof Refusal)) throw error
    await tell({ kind: 'action_failed', id: wait, message: error instanceof Refusal ? error.sentence : String(error).slice(0, 300) })
  }
}

async function runJob(workspace: Workspace, name: string, { input, depth = 0, trace }: Pick<Call, 'input' | 'depth'> & { readonly trace: string | undefined }): Promise<undefined> {
  const job = workspace.definitions.jobs[name]
  if (!job) throw refuse('job_unknown', { zh: `没有任务“${name}”`, en: `There is no job "${name}"` })
  await job.run({ readFile: (id) => workspace.files.read(id), do: (run) => transact(workspace, systemActor(name), (tx) => run(makeWork(tx)), { depth, ...(trace !== undefined && { trace }) }) }, input)
}

async function callWebhook(workspace: Workspace, address: string, { key, body, depth }: { readonly key: string; readonly body: string; readonly depth: number }): Promise<unknown> {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw refuse('webhook_address', { zh: 'Webhook 地址应以 http 或 https 开头', en: 'A webhook is called by http or https' })
  const { rows } = await sql<{ open: boolean | null }>`select (settings->>'webhooks_may_call_private_addresses')::boolean as open from ${table(workspace, '_workspace')}`.execute(workspace.db)
  const open = rows[0]?.open === true
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!open && isIP(host) && isPrivate(host)) throw privateAddress(host)
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST', timeout: timeoutMs, ...(!open && { lookup: publicLookup }),
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'idempotency-key': key, [depthHeader]: String(depth) },
    }, (response) => {
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
    })
    request.on('timeout', () => request.destroy(new Error(`The webhook did not answer in ${timeoutMs / 1000} s`)))
    request.on('error', reject)
    request.end(body)
  })
}

const readAnswer = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Looked at when the connection is made, so that a name cannot point elsewhere between the check and the call. */
const publicLookup: LookupFunction = (name, options, done) =>
  lookup(name, { ...options, all: true }, (error, addresses) => {
    const bad = addresses?.find(({ address }) => isPrivate(address))
    if (error || bad || !addresses[0]) return done(error ?? privateAddress(name), [])
    if (options.all) return done(null, addresses)
    done(null, addresses[0].address, addresses[0].family)
  })

const privateAddress = (host: string) => refuse('webhook_private', { zh: `Webhook 不能访问内网地址 ${host}`, en: `Webhooks may not call the private address ${host}` })

const blocked = new BlockList()
for (const [net, prefix] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3]] as const) blocked.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [['::', 127], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8], ['64:ff9b::', 96]] as const) blocked.addSubnet(net, prefix, 'ipv6')

/** Also an IPv4 address in IPv6 clothes: `BlockList` looks through `::ffff:`. */
const isPrivate = (address: string): boolean => blocked.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
