import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { giveTo, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'

export const superuser = 'guantong'
export const database = 'guantong'

/**
 * The data folder of one PostgreSQL, made on first use. It is built aside and renamed when complete,
 * so that an interrupted first start leaves nothing half-made behind.
 */
export const ensureCluster = async (
  folder: string,
  { binaries, account }: { binaries: Binaries; account: Account },
): Promise<string> => {
  const data = join(folder, 'postgres')
  if (existsSync(join(data, 'PG_VERSION'))) {
    refuseForeignOwner(data)
    giveTo(account.uid, data)
    return data
  }
  const unfinished = `${data}.new`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  giveTo(account.uid, unfinished)
  const passwordFile = join(folder, 'postgres.password')
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
  chmodSync(passwordFile, 0o600)
  const encoding = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8']
  await run([
    ...account.prefix,
    binaries.initdb,
    '-D',
    unfinished,
    '-U',
    superuser,
    '-A',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
    '--no-instructions',
    '--no-sync',
    ...encoding,
  ])
  await run(
    [...account.prefix, binaries.postgres, '--single', '-D', unfinished, 'postgres'],
    `CREATE DATABASE ${database};\n`,
  )
  renameSync(unfinished, data)
  return data
}

/** The random password of the data folder, readable by its owner only. */
export const readPassword = (folder: string): string =>
  readFileSync(join(folder, 'postgres.password'), 'utf8').trim()

const refuseForeignOwner = (data: string): void => {
  const owner = statSync(data).uid
  const me = process.getuid?.()
  if (me === undefined || me === 0 || owner === me) return
  throw new Error(
    `The database in ${data} belongs to user ${owner}, and this is user ${me}. Start as that user, or give the folder to this one with chown -R.`,
  )
}

/** Programs say what went wrong on stderr; that is the message a person needs. */
const run = ([command, ...args]: readonly string[], input = ''): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(command!, args, {
      cwd: '/',
      env: databaseEnvironment(),
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let complaint = ''
    child.stderr.on('data', (chunk) => (complaint += chunk))
    child.on('error', fail)
    child.on('close', (code) =>
      code === 0 ? done() : fail(new Error(`${command} failed (${code}): ${complaint.trim()}`)),
    )
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })

/** PostgreSQL gets nothing of our environment that could change what it does (PGDATA, LC_ALL, ...). */
export const databaseEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  SystemRoot: process.env.SystemRoot,
  LANG: 'C.UTF-8',
  LC_MESSAGES: 'C',
  TZ: 'UTC',
})
