import type { Workspace } from './workspace.ts'

/** What is counted to see abnormal use by; kernel/watch has the rules. */
export type Counted =
  | 'sign_in_refused'
  | 'throttled'
  | 'access_refused'
  | 'key_refused'
  | 'key_new_address'
  | 'hook_refused'
  | 'foreign_origin'
  | 'outgoing_refused'
  | 'records_read'
  | 'rows_exported'
  | 'records_removed'
  | 'file_infected'

export interface Count {
  readonly kind: Counted
  /** A person or a key by id; empty for what is counted for the company as a whole. */
  readonly subject: string
  readonly n: number
}

/** So many at once; what comes beyond is counted for the company as a whole. */
const subjectsMax = 10_000

/**
 * Counts in memory, which costs a request nothing. The house takes the counts every few seconds and adds them
 * up in the database, where those of all processes meet; a process that is killed loses the last of them.
 */
export function count(
  { pool }: Pick<Workspace, 'pool'>,
  kind: Counted,
  subject: string | null = null,
  n = 1,
): void {
  const counts = countsOf(pool)
  const key = `${kind} ${counts.size < subjectsMax ? (subject ?? '') : ''}`
  counts.set(key, (counts.get(key) ?? 0) + n)
}

/** What was counted since the last time, which is forgotten here. */
export function takeCounts({ pool }: Pick<Workspace, 'pool'>): readonly Count[] {
  const counts = countsOf(pool)
  const taken = [...counts].map(([key, n]) => {
    const [kind = '', subject = ''] = key.split(' ')
    return { kind: kind as Counted, subject, n }
  })
  counts.clear()
  return taken
}

const known = new WeakMap<object, Map<string, number>>()
function countsOf(pool: object): Map<string, number> {
  const counts = known.get(pool) ?? new Map<string, number>()
  known.set(pool, counts)
  return counts
}
