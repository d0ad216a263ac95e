import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * A folder of the real data, as GUANTONG_REAL_DATA names it: what lies in it is read, never changed.
 * @throws Error where the variable is not set or the folder is not there; a run over real data passes nothing over
 */
export function realFolder(name: string): string {
  const root = process.env['GUANTONG_REAL_DATA']?.trim()
  if (!root) {
    throw new Error('请先用 GUANTONG_REAL_DATA 指明真实数据所在的文件夹。Set GUANTONG_REAL_DATA to the folder of the real data: GUANTONG_REAL_DATA=<folder> npm run real')
  }
  const folder = resolve(root, name)
  if (existsSync(folder)) return folder
  throw new Error(`GUANTONG_REAL_DATA 所指的文件夹中没有 ${name}。The folder that GUANTONG_REAL_DATA names has no ${name}: ${folder}`)
}

/** Reads the files of a folder of the real data. */
export function realFiles(name: string): (file: string) => Buffer {
  const folder = realFolder(name)
  return (file) => readFileSync(join(folder, file))
}

export interface Sheet {
  readonly object: string
  readonly name: string
  readonly content: Buffer
}

/** An answer of the API, which a test reads as any. */
export type Answer = any // any: the tests name what they expect in it

/** Somebody of the demonstration company, signed in over HTTP. */
export interface Person {
  get(path: string): Promise<Answer>
  post(path: string, body?: object): Promise<Answer>
  upload(file: Omit<Sheet, 'object'>, about?: Readonly<Record<string, string>>): Promise<Answer>
  /** Sends a sheet with what was decided about it in the wizard; answers the report. */
  bring(sheet: Sheet, options?: object, dryRun?: boolean): Promise<Answer>
  /** How many records there are of which the condition holds. */
  count(object: string, where: string): Promise<number>
}

export async function signIn(base: string, login: string, password: string): Promise<Person> {
  const answer = await fetch(`${base}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password }) })
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
  const ask = async (method: string, path: string, body?: object) => {
    const form = body instanceof FormData
    const response = await fetch(`${base}/api${path}`, { method, headers: { cookie, ...(body && !form ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: form ? body : JSON.stringify(body) } : {}) })
    return response.json() as Promise<Answer>
  }
  const send = (path: string, { name, content }: Omit<Sheet, 'object'>, fields: Readonly<Record<string, string>>) => {
    const form = new FormData()
    for (const [field, value] of Object.entries(fields)) form.set(field, value)
    form.set('file', new Blob([new Uint8Array(content)]), name)
    return ask('POST', path, form)
  }
  return {
    get: (path) => ask('GET', path),
    post: (path, body = {}) => ask('POST', path, body),
    upload: (file, about = {}) => send('/files', file, about),
    async bring({ object, ...file }, options = {}, dryRun = false) {
      const began = performance.now()
      const report = await send(`/records/${object}/import${dryRun ? '?dry_run=true' : ''}`, file, { options: JSON.stringify(options) })
      if (report.rows >= 1000) process.stderr.write(`${file.name}: ${report.rows} rows ${dryRun ? 'tried' : 'read'}, ${report.created} created, ${report.faulty} faulty in ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
      return report
    },
    count: async (object, where) => (await ask('GET', `/records/${object}?limit=1&count=exact&where=${encodeURIComponent(where)}`)).count,
  }
}
