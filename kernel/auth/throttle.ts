import { sql } from 'kysely'
import { refuse } from '../../model/index.ts'
import { table, type Workspace } from '../workspace/workspace.ts'

/** Counts one more use of a key in the present window, in the database, so that all processes count together; refuses beyond `max`. */
export async function throttle(workspace: Workspace, key: string, { max, seconds }: { readonly max: number; readonly seconds: number }): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    insert into ${table(workspace, '_rate')} as r (key, slot, count)
    values (${key.slice(0, 200)}, to_timestamp(floor(extract(epoch from now()) / ${seconds}) * ${seconds}), 1)
    on conflict (key, slot) do update set count = r.count + 1 returning count`.execute(workspace.db)
  if (rows[0]!.count > max) throw refuse('too_many_requests', { zh: '操作过于频繁，请稍后再试', en: 'Too many attempts: wait a little and try again' }, { status: 429, data: { retry_after_s: seconds } })
}

/** A success clears the count, so that a person who mistyped is not locked out for the rest of the window. */
export const forgetThrottle = (workspace: Workspace, key: string) => sql`delete from ${table(workspace, '_rate')} where key = ${key}`.execute(workspace.db)
