import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { openFileStore } from '../../kernel/files/openFileStore.ts'
import { runHouse } from '../../kernel/house.ts'
import { migrateJobs } from '../../kernel/jobs/jobs.ts'
import { startLive } from '../../kernel/live/live.ts'
import { addressNow } from '../../kernel/workspace/addressNow.ts'
import { migrate } from '../../kernel/workspace/migrate.ts'
import {
  closeWorkspace,
  openWorkspace,
  refresh,
  table,
  type Workspace,
} from '../../kernel/workspace/workspace.ts'
import { addDays, localDate, Refusal, refuse } from '../../model/index.ts'
import { readConfig } from '../config.ts'
import { allModules } from '../modules.ts'
import { startPostgres } from '../postgres/startPostgres.ts'
import { seedDemo } from '../seed/demo.ts'
import { countHistory } from './countHistory.ts'
import { runHistory } from './runHistory.ts'
import { refuseCompany } from './state.ts'
import type { HistoryPlan } from './world.ts'

/**
 * `npm run demo:history -- [--seed 1] [--leads 5000] [--days 730]`: two years of business for the
 * demonstration company.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const plan = readPlan(process.argv.slice(2))
  const postgres = config.databaseUrl ? null : await startPostgres({ folder: join(config.data, 'postgres') })
  if (postgres && !postgres.owned)
    throw refuse('server_running', {
      zh: '服务正在使用该数据文件夹，请先停止服务再生成历史',
      en: 'A server is using this data folder: stop it first',
    })
  const workspace = await openWorkspace({
    name: 'main',
    url: hasty(config.databaseUrl ?? postgres!.url),
    directUrl: hasty(config.databaseDirectUrl ?? postgres?.directUrl ?? config.databaseUrl!),
    modules: allModules,
    files: await openFileStore({ folder: join(config.data, 'files'), url: config.s3Url }),
    secret: config.secret,
    oldSecrets: config.oldSecrets,
    cipher: config.cipher,
    publicUrl: config.publicUrl,
  })
  await refuseCompany(workspace)
  await migrate(workspace)
  await migrateJobs(workspace)
  await seedInThePast(workspace, plan, config.demoPassword)
  const live = await startLive(workspace)
  const house = await runHouse(workspace, live)
  let stopping = false
  process.on('SIGINT', () => {
    if (stopping) return
    stopping = true
    say(
      '正在收尾当天的业务，请稍候；再次运行本命令即可继续\nFinishing the day in hand; run this again to go on',
    )
  })
  const began = performance.now()
  try {
    const { complete, broken } = await runHistory(workspace, plan, {
      password: config.demoPassword,
      stopped: () => stopping,
      told: (line) => say(`${line}  ${((performance.now() - began) / 1000).toFixed(0)} s`),
    })
    for (const line of broken) say(`未能完成 not done: ${line}`)
    for (const { name, count } of await countHistory(workspace)) say(`${name.padEnd(24)} ${count}`)
    say(complete ? '完成 Done' : '已暂停，再次运行即可继续 Stopped; run this again to go on')
  } finally {
    await live.stop()
    await house.stop()
    await closeWorkspace(workspace)
    await postgres?.stop()
  }
}

function readPlan(args: string[]): HistoryPlan {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      leads: { type: 'string', default: '5000' },
      days: { type: 'string', default: '730' },
    },
  })
  const whole = (name: 'seed' | 'leads' | 'days', most: number): number => {
    const number = Number(values[name])
    if (!Number.isInteger(number) || number < 1 || number > most)
      throw refuse('bad_setting', {
        zh: `--${name} 应为 1 到 ${most} 的整数`,
        en: `--${name} must be a whole number from 1 to ${most}`,
      })
    return number
  }
  const to = localDate(new Date(), 'Asia/Shanghai')
  return {
    seed: whole('seed', 1_000_000_000),
    leads: whole('leads', 900_000),
    from: addDays(to, -whole('days', 3650)),
    to,
    pace: 1,
  }
}

/** A commit of this run need not reach the disk before it counts: a history that is lost is made again. */
function hasty(url: string): string {
  const address = new URL(addressNow(url))
  address.searchParams.set('options', '-c synchronous_commit=off')
  return address.toString()
}

/** An empty workspace is founded when the history begins, so that nobody joined after their first lead. */
async function seedInThePast(workspace: Workspace, plan: HistoryPlan, password: string): Promise<void> {
  const { rows } = await sql<{
    empty: boolean
  }>`select not exists (select from ${table(workspace, 'user')}) as empty`.execute(workspace.db)
  if (!rows[0]!.empty) return
  await sql`update ${table(workspace, '_workspace')} set clock_offset_ms = ${Date.parse(`${plan.from}T00:00:00Z`) - Date.now()}`.execute(
    workspace.db,
  )
  await refresh(workspace)
  await seedDemo(workspace, password)
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

main().catch((error: unknown) => {
  const sentence =
    error instanceof Refusal
      ? `${error.sentence.zh}\n${error.sentence.en ?? ''}`
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error)
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
})
