import { sql } from 'kysely'
import { passwordRules } from '../../kernel/auth/ownWords.ts'
import { setPassword } from '../../kernel/auth/password.ts'
import { checkPassword } from '../../kernel/auth/passwordPolicy.ts'
import { createRecord } from '../../kernel/records/write.ts'
import { transact } from '../../kernel/workspace/transact.ts'
import { systemActor, table } from '../../kernel/workspace/workspace.ts'
import { refuse } from '../../model/index.ts'
import type { Command } from '../cli.ts'
import { readConfig } from '../config.ts'
import { openMain } from '../openMain.ts'

/** Makes a person, or gives one a new password: the way back in when nobody can sign in. The password is read from the environment, so that no history keeps it. */
export const userCommand: Command = {
  usage: 'user LOGIN [--name 张三] [--roles admin,sales]   (PASSWORD=... in the environment)',
  options: { name: { type: 'string' }, roles: { type: 'string' } },
  async run([login], { name, roles }) {
    if (!login) throw refuse('login_missing', { zh: '请给出登录名', en: 'Name the login' })
    const main = await openMain(readConfig(process.env))
    try {
      const made = await transact(main.workspace, systemActor('command.user'), async (tx) => {
        const { rows } = await sql<{ id: string }>`select id from ${table(main.workspace, 'user')} where lower(login) = ${login.toLowerCase()} and deleted_at is null`.execute(tx.db)
        const id = rows[0]?.id ?? (await createRecord(tx, 'user', { login, name: String(name ?? login), roles: roles ? String(roles).split(',') : [] })).id
        // Names and company are known here: a refusal undoes the person made a moment ago.
        await setPassword(tx, id, checkPassword(process.env.PASSWORD, await passwordRules(main.workspace, tx.db, id)))
        return !rows[0]
      })
      process.stdout.write(made ? `已新建 ${login} Made ${login}\n` : `已重设密码 New password for ${login}\n`)
    } finally {
      await main.close()
    }
  },
}
