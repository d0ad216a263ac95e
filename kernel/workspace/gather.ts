/** So many are written together at most. */
const togetherMax = 16
/** A write that takes longer, for it waits for a lock perhaps, holds up nobody else. */
const patienceMs = 30

/**
 * Group commit: whoever comes in the same turn of the event loop, or while a write is under way, is written
 * by one statement together with the others who wait. Nobody waits for company that may not come. So many are
 * written together as are a power of two, at most 16, so that few statements are prepared. What one of them
 * did wrong is none of the others' fault: those are written again, each alone.
 *
 * @param write answers in the order of what it was given; all or nothing
 * @param anyNumber whether `write` fills up by itself what is no power of two
 * Source: the idea of PostgreSQL's `commit_delay` (manual, 28.5 WAL Configuration), without a delay.
 */
export function gather<In, Out>(
  write: (many: readonly In[]) => Promise<readonly Out[]>,
  { anyNumber = false }: { readonly anyNumber?: boolean } = {},
): (one: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = []
  let underWay: symbol | null = null
  let turn: NodeJS.Immediate | null = null
  const next = (): void => {
    if (!underWay && waiting.length > 0) turn ??= setImmediate(start)
  }
  const start = (): void => {
    turn = null
    const mine = Symbol()
    underWay = mine
    const over = () => {
      clearTimeout(patience)
      if (underWay !== mine) return
      underWay = null
      next()
    }
    const patience = setTimeout(over, patienceMs)
    const most = Math.min(togetherMax, waiting.length)
    const company = waiting.splice(0, anyNumber ? most : 2 ** Math.floor(Math.log2(most)))
    void writeCompany(company, write).then(over)
  }
  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject })
      next()
    })
}

interface Waiting<In, Out> {
  readonly one: In
  readonly resolve: (out: Out) => void
  readonly reject: (error: unknown) => void
}

/** Never fails: each of the company is told. */
async function writeCompany<In, Out>(
  company: readonly Waiting<In, Out>[],
  write: (many: readonly In[]) => Promise<readonly Out[]>,
): Promise<void> {
  try {
    const outs = await write(company.map(({ one }) => one))
    company.forEach(({ resolve }, i) => resolve(outs[i]!))
  } catch (error) {
    if (company.length === 1 || !isOfOneRow(error)) for (const { reject } of company) reject(error)
    else for (const each of company) await writeCompany([each], write)
  }
}

/**
 * Of a value (22), a constraint (23) or a limit (54). Anything else, as a lost connection, is the same for
 * all, and what it wrote is not known.
 */
const isOfOneRow = (error: unknown) => /^(2[23]|54)/.test((error as { code?: string }).code ?? '')
