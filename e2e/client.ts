/**
 * A person (or nobody) at the HTTP API: keeps the session cookie, answers JSON, throws with the problem's
 * sentence.
 */
export interface Client {
  get(path: string): Promise<any>
  post(path: string, body?: unknown): Promise<any>
  patch(path: string, body: unknown): Promise<any>
  /** The problem that a request is refused with; throws when it is not refused. */
  refused(path: string, body?: unknown): Promise<any>
  upload(file: {
    readonly name: string
    readonly content: Uint8Array | string
    readonly object?: string
    readonly record?: string
    readonly purpose?: string
  }): Promise<any>
  bytes(path: string): Promise<Uint8Array>
  readonly base: string
}

export async function signIn(base: string, login: string, password: string): Promise<Client> {
  const answer = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw new Error(`${login} cannot sign in: ${await answer.text()}`)
  return clientOf(base, (answer.headers.get('set-cookie') ?? '').split(';')[0]!)
}

export const nobody = (base: string): Client => clientOf(base, '')

function clientOf(base: string, cookie: string): Client {
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(`${base}/api${path}`, {
      method,
      headers: {
        cookie,
        'accept-language': 'zh-CN',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const json = async (method: string, path: string, body?: unknown) => {
    const answer = await ask(method, path, body)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 600)}`)
    return text ? (JSON.parse(text) as unknown) : null
  }
  return {
    base,
    get: (path) => json('GET', path),
    post: (path, body = {}) => json('POST', path, body),
    patch: (path, body) => json('PATCH', path, body),
    async refused(path, body = {}) {
      const answer = await ask('POST', path, body)
      if (answer.ok)
        throw new Error(
          `POST ${path} was expected to be refused, but answered ${(await answer.text()).slice(0, 300)}`,
        )
      return answer.json()
    },
    async upload({ name, content, ...fields }) {
      const form = new FormData()
      for (const [field, value] of Object.entries(fields)) form.set(field, value)
      form.set('file', new Blob([typeof content === 'string' ? content : Buffer.from(content)]), name)
      const answer = await fetch(`${base}/api/files`, { method: 'POST', headers: { cookie }, body: form })
      if (!answer.ok) throw new Error(`upload of ${name}: ${await answer.text()}`)
      return answer.json()
    },
    async bytes(path) {
      const answer = await ask('GET', path)
      if (!answer.ok) throw new Error(`GET ${path}: ${answer.status}`)
      return new Uint8Array(await answer.arrayBuffer())
    },
  }
}

/** Asks again until the answer is there: what happens by itself takes a moment. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = 20_000,
): Promise<T> {
  const end = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`Waited ${withinMs / 1000} s in vain for: ${what}`)
    await new Promise((resume) => setTimeout(resume, 60))
  }
}

/** FEEL as a query value. */
export const where = (condition: string) => `where=${encodeURIComponent(condition)}`
