import { insist, type Call, type Ledger } from './insist.ts'

export interface Business {
  /** Every write that was answered. */
  readonly leads: { readonly id: string; readonly company: string; readonly touched: boolean }[]
  readonly quotes: { readonly id: string; readonly spec: string }[]
}

export interface Writers {
  readonly made: Business
  /**
   * Lets every writer come to the end of its step and hold there; for what must not happen in the middle of a
   * write.
   */
  pausing(meanwhile: () => Promise<unknown>): Promise<void>
  /** Ends all when what they began is done; the approver goes on until nothing waits for it. */
  stop(): Promise<void>
}

export const password = 'a password of the crash'

/** A cookie of a person, who need not exist on one server alone. */
export async function cookieOf(base: string, login: string): Promise<string> {
  const answer = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: `${login}@demo.example`, password }),
  })
  if (!answer.ok) throw new Error(`${login} cannot sign in: ${await answer.text()}`)
  return answer.headers.get('set-cookie')!.split(';')[0]!
}

/**
 * Eight writers at once: four make leads and talk to every second, three make quotes that need an approval,
 * one approves.
 */
export async function startWriters(bases: readonly string[], ledger: Ledger): Promise<Writers> {
  const cookies: Record<string, string> = {}
  for (const login of ['sales', 'sales2', 'sales-director']) cookies[login] = await cookieOf(bases[0]!, login)
  const made: Business = { leads: [], quotes: [] }
  const call = (wanted: Call) => insist(bases, ledger, wanted)
  const customer = await call({
    path: '/records/customer',
    body: { name: '崩溃演练客户有限公司' },
    cookie: cookies.sales!,
    key: 'the customer',
  })
  let stopping = false
  let allMade = false
  let gate: Promise<unknown> = Promise.resolve()
  const busy = new Set<Promise<unknown>>()

  const keepOn = async (step: (n: number) => Promise<void>, until = () => stopping) => {
    for (let n = 0; !until(); n++) {
      await gate
      const running = step(n).catch((error: unknown) => void ledger.findings.push((error as Error).message))
      busy.add(running)
      await running
      busy.delete(running)
    }
  }
  const makeLead = (writer: number) => async (n: number) => {
    const company = `崩溃${writer}之${n}机械有限公司`
    const cookie = cookies[writer % 2 ? 'sales2' : 'sales']!
    const body = {
      company,
      contact: '李工',
      phone: `1${3 + writer}${String(n).padStart(9, '0')}`,
      source: 'phone',
    }
    const { id } = await call({ path: '/records/lead', cookie, key: `lead ${writer} ${n}`, body })
    const touched = n % 2 === 1
    if (touched) {
      const touch = { kind: 'call', content: '已通话', minutes: '5' }
      await call({ path: `/records/lead/${id}/log_touch`, cookie, key: `touch ${writer} ${n}`, body: touch })
    }
    made.leads.push({ id, company, touched })
  }
  const makeQuote = (writer: number) => async (n: number) => {
    const spec = `崩溃${writer}之${n}`
    const line = {
      item_code: 'A',
      name: '件',
      spec,
      quantity: '1',
      unit: '件',
      base_price: '1000.00',
      discount_percent: '6',
      cost: '500.00',
    }
    const body = {
      customer: customer.id,
      currency: 'CNY',
      delivery_days: '30',
      committed_days: '45',
      lines: [line],
    }
    const { id } = await call({
      path: '/records/quote',
      cookie: cookies.sales!,
      key: `quote ${writer} ${n}`,
      body,
    })
    await call({
      path: `/records/quote/${id}/submit`,
      cookie: cookies.sales!,
      key: `submit ${writer} ${n}`,
      body: {},
    })
    made.quotes.push({ id, spec })
    await new Promise((resume) => setTimeout(resume, 400)) // a document is made of each
  }
  const approved = new Set<string>()
  const approve = async () => {
    const cookie = cookies['sales-director']!
    const { items } = await call({ method: 'GET', path: '/tasks', cookie })
    for (const task of items as { id: string; record_object: string; record: string }[]) {
      if (task.record_object !== 'quote' || approved.has(task.record)) continue
      await call({
        path: `/tasks/${task.id}/approve`,
        cookie,
        key: `approve ${task.id}`,
        body: { comment: '同意' },
      })
      approved.add(task.record)
    }
    await new Promise((resume) => setTimeout(resume, 100))
  }
  const makers = [
    ...[0, 1, 2, 3].map((writer) => keepOn(makeLead(writer))),
    ...[4, 5, 6].map((writer) => keepOn(makeQuote(writer))),
  ]
  const approver = keepOn(approve, () => allMade && made.quotes.every(({ id }) => approved.has(id)))
  return {
    made,
    async pausing(meanwhile) {
      let open = () => {}
      gate = new Promise<void>((resume) => (open = resume))
      await Promise.all(busy)
      await meanwhile().finally(open)
    },
    async stop() {
      stopping = true
      await Promise.all(makers)
      allMade = true
      await approver
    },
  }
}
