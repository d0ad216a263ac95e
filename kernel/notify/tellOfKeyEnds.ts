import { sql } from 'kysely'
import { administratorRole, localDate, type Label } from '../../model/index.ts'
import { rulesOf } from '../auth/rules.ts'
import { peopleWith } from '../organisation/people.ts'
import { transact, type Tx } from '../workspace/transact.ts'
import { systemActor, table, type Workspace } from '../workspace/workspace.ts'
import { notify } from './notify.ts'

interface EndingKey {
  readonly id: string
  readonly name: string
  readonly person: string
  readonly person_name: string
  readonly ends_at: Date
  readonly of_service: boolean
}

/**
 * Tells the owner of a key of the API, once, that it ends within the days that the company set.
 * Administrators are told of service keys, too: of those whose owner did not sign in for as many days, and
 * would not read it in time, and of those that administer.
 */
export const tellOfKeyEnds = (workspace: Workspace): Promise<void> =>
  transact(workspace, systemActor('keys'), async (tx) => {
    const { key_notice_days: days } = await rulesOf(workspace, tx.db)
    const administrators = await peopleWith(tx, { roles: [administratorRole] })
    for (const key of await keysThatEnd(tx, days)) {
      const end = localDate(key.ends_at, workspace.zone)
      // The same key of the notice tells everybody once, whatever is told next hour.
      const told = `key_ends ${key.id}`
      await notify(tx, [key.person], { title: toOwner(key, end), key: told })
      const others = key.of_service ? administrators.filter((one) => one !== key.person) : []
      await notify(tx, others, { title: toAdministrator(key, end), key: told })
    }
  })

async function keysThatEnd(tx: Tx, days: number): Promise<readonly EndingKey[]> {
  const { rows } = await sql<EndingKey>`
    select k.id, k.name, k.person, u.name as person_name, k.ends_at,
      'administer' = any(k.verbs) or coalesce(c.signed_in_at < now() - make_interval(days => ${days}), true) as of_service
    from ${table(tx.workspace, '_api_key')} k join ${table(tx.workspace, 'user')} u on u.id = k.person
    left join ${table(tx.workspace, '_credential')} c on c.person = k.person
    where k.revoked_at is null and k.ends_at > now() and k.ends_at <= now() + make_interval(days => ${days})
    order by k.ends_at, k.id`.execute(tx.db)
  return rows
}

const toOwner = ({ name }: EndingKey, end: string): Label => ({
  zh: `您的 API 密钥“${name}”将于 ${end} 到期：请在“个人设置”新建密钥并更换到程序中，以免中断`,
  en: `Your key of the API "${name}" ends on ${end}: make a new one under "My settings" and give it to the program before`,
})

const toAdministrator = ({ name, person_name }: EndingKey, end: string): Label => ({
  zh: `${person_name}的 API 密钥“${name}”将于 ${end} 到期，请安排更换`,
  en: `The key of the API "${name}" of ${person_name} ends on ${end}: see that it is replaced`,
})
