import { parseArgs } from 'node:util'
import { Refusal } from '../model/index.ts'

/** One command: what it takes after its name, and what it does. */
export interface Command {
  readonly usage: string
  readonly options: Readonly<
    Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }>
  >
  readonly run: (
    files: readonly string[],
    options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>,
  ) => Promise<void>
}

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => ({ usage: 'start', options: {}, run: async () => void (await import('./main.ts')) }),
  migrate: async () => (await import('./commands/migrate.ts')).migrateCommand,
  backup: async () => (await import('./commands/backup.ts')).backupCommand,
  restore: async () => (await import('./commands/restore.ts')).restoreCommand,
  user: async () => (await import('./commands/user.ts')).userCommand,
  secret: async () => (await import('./commands/secret.ts')).secretCommand,
  estimate: async () => (await import('./commands/estimate.ts')).estimateCommand,
  nest: async () => (await import('./commands/nest.ts')).nestCommand,
}

const [name = '', ...rest] = process.argv.slice(2)
try {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load)
    throw new Refusal('command_unknown', {
      zh: `用法：guantong <${Object.keys(commands).join('|')}>`,
      en: `Usage: guantong <${Object.keys(commands).join('|')}>`,
    })
  const command = await load()
  const { values, positionals } = readArguments(command, rest)
  await command.run(positionals, values)
} catch (thrown) {
  const error = unreadable(thrown) ?? thrown
  if (!(error instanceof Refusal)) throw error
  process.stderr.write(`${error.sentence.zh}\n${error.sentence.en ?? ''}\n`)
  process.exitCode = 1
}

/** A file that is not there or may not be read is the caller's to mend. */
function unreadable(error: unknown): Refusal | undefined {
  const { code, path } = error as NodeJS.ErrnoException
  if (!path || !['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR'].includes(code ?? '')) return undefined
  return new Refusal('file_unreadable', {
    zh: `无法读取文件“${path}”（${code}）`,
    en: `Cannot read the file ${path} (${code})`,
  })
}

function readArguments(command: Command, args: string[]) {
  try {
    return parseArgs({
      args,
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
    })
  } catch (error) {
    throw new Refusal('arguments_wrong', {
      zh: `参数不正确。用法：guantong ${command.usage}`,
      en: `${(error as Error).message}. Usage: guantong ${command.usage}`,
    })
  }
}
