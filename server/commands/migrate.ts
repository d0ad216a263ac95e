import type { Command } from '../cli.ts'
import { readConfig } from '../config.ts'
import { openMain } from '../openMain.ts'

/** Brings the database to this version without starting the server. */
export const migrateCommand: Command = {
  usage: 'migrate',
  options: {},
  async run() {
    const main = await openMain(readConfig(process.env))
    await main.close()
    process.stdout.write('数据库已是最新 The database is up to date\n')
  },
}
