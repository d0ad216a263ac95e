/**
 * `npm test`: everything a change must pass, from an empty clone; `npm run real`: the runs over real data,
 * which lies in the folder that GUANTONG_REAL_DATA names. Named together (`npm test -- suite real`) they end,
 * as each of them does, with one line that counts it all.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installMissing } from './build/install.mjs'
import { buildStale } from './build/build.mjs'
import { findChromium } from './build/chromium.mjs'
import { programOf, root } from './build/run.mjs'

const total = { passed: 0, failed: 0, skipped: 0 }

/** One line of the count: a program that must end well. */
const check = (what, command) => {
  console.log(`\n== ${what}`)
  const { status } = spawnSync(command[0], command.slice(1), {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  total[status === 0 ? 'passed' : 'failed'] += 1
}

/** Many lines of the count: one for each test. A run that reports nothing has failed as a whole. */
const runTests = (what, chosen) => {
  console.log(`\n== ${what}`)
  const folder = mkdtempSync(join(tmpdir(), 'guantong-report-'))
  const report = join(folder, 'tests.json')
  const [node, vitest] = programOf('vitest')
  const { status } = spawnSync(
    node,
    [vitest, 'run', ...chosen, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const found = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }
  rmSync(folder, { recursive: true, force: true })
  total.passed += found.numPassedTests
  total.skipped += found.numPendingTests + found.numTodoTests
  // A file that cannot be loaded, or an error outside any test, fails the run without failing a test.
  total.failed += status === 0 ? found.numFailedTests : Math.max(found.numFailedTests, 1)
}

const attempt = (what, work) => {
  try {
    work()
  } catch (error) {
    console.error(`${what}: ${error.message}`)
    total.failed += 1
  }
}

const project = (...names) => names.flatMap((name) => ['--project', name])

const runSuite = () => {
  const typescript = programOf('typescript', { bin: 'tsc' })
  check('lint', [...programOf('oxlint'), '--quiet'])
  check('format', [...programOf('prettier'), '--check', '--log-level', 'warn', '.'])
  check('types', [...typescript, '-p', 'tsconfig.json', '--noEmit'])
  check('types of the screens', [...typescript, '-p', 'web/tsconfig.json', '--noEmit'])
  check('boundaries', [process.execPath, 'server/build/boundaries.mjs'])
  // Before the tests: servers that they kill start as they are shipped, and the browser needs the pages.
  attempt('build', buildStale)
  runTests('unit and API tests on PostgreSQL', project('unit', 'web'))
  const chromium = findChromium()
  if (chromium) {
    process.env.CHROMIUM_PATH = chromium
    runTests(`the walk in a browser (${chromium})`, project('browser'))
  } else {
    console.log(
      '\n!! 没有找到 Chromium，浏览器测试未运行。No Chromium found: the walk in a browser was NOT tested. Install one, or set CHROMIUM_PATH.',
    )
    total.skipped += 1
  }
}

const runReal = () => {
  const folder = process.env.GUANTONG_REAL_DATA?.trim()
  if (folder && existsSync(folder))
    return runTests(`runs over real data (${folder})`, ['--config', 'vitest.real.config.ts'])
  console.error(
    `\n!! ${folder ? `没有文件夹 ${folder}。There is no folder ${folder}.` : '未指明真实数据。No real data is named.'} 请设置 Set GUANTONG_REAL_DATA=<folder>`,
  )
  total.failed += 1
}

attempt('install', installMissing)
const runs = { suite: runSuite, real: runReal }
const asked = process.argv.length > 2 ? process.argv.slice(2) : ['suite']
for (const name of asked)
  attempt(
    name,
    runs[name] ??
      (() => {
        throw new Error(`There is no run of that name; there are ${Object.keys(runs).join(', ')}`)
      }),
  )

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0
