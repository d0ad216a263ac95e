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
  const answer = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
  const ask = async (method: string, path: string, body?: object) => {
    const form = body instanceof FormData
    const response = await fetch(`${base}/api${path}`, {
      method,
      headers: { cookie, ...(body && !form ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: form ? body : JSON.stringify(body) } : {}),
    })
    return response.json() as Promise<Answer>
  }
  const send = (
    path: string,
    { name, content }: Omit<Sheet, 'object'>,
    fields: Readonly<Record<string, string>>,
  ) => {
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
      const report = await send(`/records/${object}/import${dryRun ? '?dry_run=true' : ''}`, file, {
        options: JSON.stringify(options),
      })
      if (report.rows >= 1000)
        process.stderr.write(
          `${file.name}: ${report.rows} rows ${dryRun ? 'tried' : 'read'}, ${report.created} created, ${report.faulty} faulty\n`,
        )
      return report
    },
    count: async (object, where) =>
      (await ask('GET', `/records/${object}?limit=1&count=exact&where=${encodeURIComponent(where)}`)).count,
  }
}
