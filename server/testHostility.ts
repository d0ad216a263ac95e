import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { settled } from '../kernel/house.ts'
import { testDatabaseUrl } from './postgres/testDatabase.ts'
import { startDemo, type Demo } from './seed/startDemo.ts'

/** The body as any: a test says what it expects of it. */
export interface Answer {
  readonly status: number
  readonly body: any
  readonly text: string
  readonly headers: Headers
}
export interface Sending {
  readonly body?: unknown
  readonly text?: string
  readonly form?: FormData
  readonly headers?: Record<string, string>
  readonly as?: string
}

export type Attempt = readonly [what: string, method: string, path: string, sending?: Sending]

/** The demonstration company before somebody who sends it whatever there is. */
export async function openToHostility() {
  const demo = await startDemo(testDatabaseUrl())
  const cookie = await signIn(demo, 'manager@demo.example')
  const admin = await signIn(demo, 'admin@demo.example')

  /**
   * A request as it is, whatever it is; every answer that is no success must be a problem with a code and a
   * sentence.
   */
  const ask = async (
    method: string,
    path: string,
    { body, text, form, headers, as = cookie }: Sending = {},
  ): Promise<Answer> => {
    const payload = form ?? text ?? (body === undefined ? undefined : JSON.stringify(body))
    const answer = await fetch(`${demo.base}/api${path}`, {
      method,
      headers: {
        ...(as ? { cookie: as } : {}),
        ...(form || payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
    })
    const said = await answer.text()
    return {
      status: answer.status,
      text: said,
      headers: answer.headers,
      body: /json/.test(answer.headers.get('content-type') ?? '') && said ? JSON.parse(said) : null,
    }
  }

  /** How many rows each table has that a request could have written, and how many files lie half-received. */
  const footprint = async (): Promise<Record<string, number>> => {
    await settled(demo.workspace)
    const names = [
      'lead',
      'customer',
      'activity',
      'opportunity',
      'quote',
      'quote_line',
      '_event',
      '_file',
      '_idempotency',
      'task',
    ]
    const { rows } = await sql<
      Record<string, number>
    >`select ${sql.join(names.map((name) => sql`(select count(*)::int from ${sql.id(demo.workspace.name, name)}) as ${sql.id(name)}`))}`.execute(
      demo.workspace.db,
    )
    return { ...rows[0]!, temporary: (await readdir(demo.workspace.files.temporary)).length }
  }

  /**
   * Each is refused with a 4xx problem of code and sentence, and leaves nothing behind; all offenders are named
   * at once.
   */
  const allRefused = async (attempts: readonly Attempt[]): Promise<void> => {
    const before = await footprint()
    const wrong: string[] = []
    for (const [what, method, path, sending] of attempts) {
      const { status, body, text } = await ask(method, path, sending)
      if (!(status >= 400 && status < 500 && body?.code && /\S{4}/.test(body.detail ?? '')))
        wrong.push(`${what}: ${status} ${text.slice(0, 160)}`)
    }
    expect(wrong).toEqual([])
    expect(await footprint()).toEqual(before)
  }

  return { demo, cookie, admin, ask, footprint, allRefused }
}
export type Hostility = Awaited<ReturnType<typeof openToHostility>>

export const query = (where: string) => `where=${encodeURIComponent(where)}`
export const fill = (name: string, content: string | Uint8Array = 'a', part = 'file') => {
  const form = new FormData()
  form.append(part, new Blob([content as string]), name)
  return form
}

async function signIn(demo: Demo, login: string): Promise<string> {
  const answer = await fetch(`${demo.base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: demo.password }),
  })
  return answer.headers.get('set-cookie')!.split(';')[0]!
}
