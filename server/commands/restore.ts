import { refuse } from '../../model/index.ts'
import { restore } from '../backup/restore.ts'
import type { Command } from '../cli.ts'
import { readConfig } from '../config.ts'
import { openAsItIs } from '../openMain.ts'

const usage = 'restore FILE'

/** Fills an empty database and the file store from an archive of `backup`. */
export const restoreCommand: Command = {
  usage,
  options: {},
  async run([file]) {
    if (!file)
      throw refuse('file_missing', {
        zh: `请给出备份文件名：guantong ${usage}`,
        en: `Name the file: guantong ${usage}`,
      })
    const main = await openAsItIs(readConfig(process.env))
    try {
      const { tables, files, made_at } = await restore(main.workspace, file)
      process.stdout.write(`已恢复 ${made_at} 的备份：${tables.length} 张表、${files.length} 个附件\n`)
      process.stdout.write(
        `Restored the backup of ${made_at}: ${tables.length} tables and ${files.length} files\n`,
      )
    } finally {
      await main.close()
    }
  },
}
