import { refuse } from '../../model/index.ts'
import { backUp } from '../backup/backUp.ts'
import type { Command } from '../cli.ts'
import { readConfig } from '../config.ts'
import { openAsItIs } from '../openMain.ts'

const usage = 'backup FILE'

/** Saves database and files into one archive while the server goes on. */
export const backupCommand: Command = {
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
      const { tables, files, missing } = await backUp(main.workspace, file)
      process.stdout.write(
        [
          `已备份 ${tables.length} 张表、${files.length} 个附件到 ${file}`,
          `Saved ${tables.length} tables and ${files.length} files to ${file}`,
          'GUANTONG_SECRET 不在其中（未设置时为数据文件夹中的 secret），请分开保存；没有它，两步验证需重新设置。',
          'GUANTONG_SECRET is not in it (unless set, the file "secret" of the data folder): keep it apart; second factors are lost without it.',
          ...(missing.length > 0
            ? [
                `${missing.length} 个附件的内容缺失或已改变 files whose bytes are gone or changed: ${missing.join(' ')}`,
              ]
            : []),
        ].join('\n') + '\n',
      )
    } finally {
      await main.close()
    }
  },
}
