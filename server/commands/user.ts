import { sql } from 'kysely'
import { giveOncePassword } from '../../kernel/auth/oncePassword.ts'
import { passwordRules } from '../../kernel/auth/ownWords.ts'
import { setPassword } from '../../kernel/auth/password.ts'
import { checkPassword } from '../../kernel/auth/passwordPolicy.ts'
import { createRecord } from '../../kernel/records/write.ts'
import { transact, type Tx } from '../../kernel/workspace/transact.ts'
import { systemActor, table } from '../../kernel/workspace/workspace.ts'
import { refuse } from '../../model/index.ts'
import type { Command } from '../cli.ts'
import { readConfig } from '../config.ts'
import { openMain } from '../openMain.ts'

/**
 * Makes a person, or gives one a new password: the way back in when nobody can sign in. Without a password in
 * the environment (where no history keeps it) it is a one-time password, shown this once.
 */
export const userCommand: Command = {
  usage: 'user LOGIN [--name 张三] [--roles admin,sales]   ([PASSWORD=...] in the environment)',
  options: { name: { type: 'string' }, roles: { type: 'string' } },
  async run([login], { name, roles }) {
    if (!login) throw refuse('login_missing', { zh: '请给出登录名', en: 'Name the login' })
    const main = await openMain(readConfig(process.env))
    try {
      const made = await transact(main.workspace, systemActor('command.user'), async (tx) => {
        const { rows } = await sql<{
          id: string
        }>`select id from ${table(main.workspace, 'user')} where lower(login) = ${login.toLowerCase()} and deleted_at is null`.execute(
          tx.db,
        )
        const id =
          rows[0]?.id ??
          (
            await createRecord(tx, 'user', {
              login,
              name: String(name ?? login),
              roles: roles ? String(roles).split(',') : [],
            })
          ).id
        return { isNew: !rows[0], once: await givePassword(tx, id) }
      })
      process.stdout.write(
        made.isNew ? `已新建 ${login} Made ${login}\n` : `已重设密码 New password for ${login}\n`,
      )
      if (made.once)
        process.stdout.write(`一次性密码 One-time password: ${made.once.password}  (${made.once.ends_at})\n`)
    } finally {
      await main.close()
    }
  },
}

/** Names and company are known here: a refusal undoes the person made a moment ago. */
async function givePassword(tx: Tx, person: string) {
  const { PASSWORD: chosen } = process.env
  if (chosen === undefined) return giveOncePassword(tx, person)
  await setPassword(tx, person, checkPassword(chosen, await passwordRules(tx.workspace, tx.db, person)))
  return null
}
