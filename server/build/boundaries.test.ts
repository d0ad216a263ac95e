import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const workspaces = ['model', 'kernel', 'geometry', 'modules', 'web', 'server']
let disk = ''
let house = ''
beforeAll(() => {
  spawnSync(process.execPath, [
    '--input-type=module',
    '-e',
    `import { lendCompiler } from ${JSON.stringify(join(root, 'server/build/boundaries.mjs'))}; lendCompiler()`,
  ])
  disk = mkdtempSync(join(tmpdir(), 'guantong-boundaries-'))
  // As a clone on a volume lies.
  house = join(disk, 'data', 'house')
  mkdirSync(house, { recursive: true })
  cpSync(join(root, '.dependency-cruiser.cjs'), join(house, '.dependency-cruiser.cjs'))
  for (const workspace of workspaces) {
    mkdirSync(join(house, workspace))
    cpSync(join(root, workspace, 'package.json'), join(house, workspace, 'package.json'))
  }
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
})
afterAll(() => rmSync(disk, { recursive: true, force: true }))

/** Builds a small house and answers `importer: rule` for every breach. */
const findBreaches = (imports: Record<string, string[]>): string[] => {
  const files = new Set([
    ...Object.keys(imports),
    ...Object.entries(imports).flatMap(([file, targets]) =>
      targets.filter((to) => to.startsWith('.')).map((to) => join(dirname(file), to)),
    ),
  ])
  for (const file of files) {
    mkdirSync(dirname(join(house, file)), { recursive: true })
    writeFileSync(
      join(house, file),
      `${(imports[file] ?? []).map((to) => `import type {} from '${to}'; import '${to}'\n`).join('')}export const value = 1\n`,
    )
  }
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cruiser, '--config', '.dependency-cruiser.cjs', '-T', 'json', ...workspaces],
    { cwd: house, encoding: 'utf8', maxBuffer: 1e8 },
  )
  if (!stdout) throw new Error(stderr)
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] }
  }
  for (const file of files) rmSync(join(house, file))
  return [...new Set(summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`))].sort()
}

test('a well-built house passes', () => {
  expect(
    findBreaches({
      'model/money.ts': ['zod', 'decimal.js', './field.ts'],
      'kernel/records/write.ts': ['../../model/money.ts', 'pg', 'node:crypto'],
      'geometry/dxf/readDxf.ts': ['../../model/refuse.ts', 'iconv-lite'],
      'modules/leads/index.ts': ['../../model/money.ts', './lead.ts'],
      'modules/orders/order.ts': ['../leads/index.ts', '../../geometry/measure.ts', 'decimal.js'],
      'modules/orders/order.test.ts': ['../../kernel/records/write.ts', 'vitest', 'node:fs'],
      'modules/orders/web/OrderCard.tsx': ['../../../web/fields/money.tsx', '../order.ts', 'react'],
      'server/main.ts': ['../kernel/records/write.ts', '../modules/orders/order.ts'],
      'web/reader.ts': ['zxing-wasm/reader/zxing_reader.wasm?url'],
    }),
  ).toEqual([])
})

test('what the house itself is called, or a folder in it, excuses nothing from the check', () => {
  expect(
    findBreaches({
      'model/data/a.ts': ['./b.ts'],
      'model/data/b.ts': ['./a.ts'],
      // Its files lie in a folder `dist`.
      'kernel/drawn.ts': ['vitest'],
    }),
  ).toEqual(['kernel/drawn.ts: kernel-names-its-packages', 'model/data/a.ts: no-cycles'])
})

test('every rule can fail', () => {
  expect(
    findBreaches({
      'model/reads.ts': ['node:fs'],
      'model/up.ts': ['../kernel/records/write.ts'],
      'kernel/sells.ts': ['../modules/leads/lead.ts'],
      'kernel/foreign.ts': ['react'],
      'kernel/a.ts': ['./b.ts'],
      'kernel/b.ts': ['./a.ts'],
      'kernel/lost.ts': ['@guantong/nowhere'],
      'kernel/wired.ts': ['../server/config.ts'],
      'kernel/records/climbs.ts': ['../process/advance.ts'],
      'kernel/jobs/wires.ts': ['../house.ts'],
      'geometry/saves.ts': ['../kernel/records/write.ts'],
      'geometry/foreign.ts': ['pg'],
      'modules/leads/early.ts': ['../orders/index.ts'],
      'modules/orders/inner.ts': ['../leads/lead.ts'],
      'modules/orders/sql.ts': ['pg'],
      'modules/orders/disk.ts': ['node:fs'],
      'modules/orders/draws.ts': ['./web/OrderCard.tsx'],
      'web/record/list.tsx': ['../../kernel/records/write.ts'],
      'modules/orders/web/OrderCard.tsx': ['../../../server/config.ts'],
      'web/foreign.tsx': ['fastify'],
      'web/ground/frames.tsx': ['../shell/Frame.tsx'],
      'web/record/steps.tsx': ['../../modules/orders/order.ts'],
      'modules/orders/web/Frames.tsx': ['../../../web/shell/Frame.tsx'],
      'web/foreignAsset.ts': ['typescript/package.json?url'],
      'web/lostAsset.ts': ['zxing-wasm/reader/nothing.wasm?url'],
      'server/foreign.ts': ['react'],
    }),
  ).toEqual([
    'geometry/foreign.ts: geometry-names-its-packages',
    'geometry/saves.ts: geometry-stands-alone',
    'kernel/a.ts: no-cycles',
    'kernel/foreign.ts: kernel-names-its-packages',
    'kernel/jobs/wires.ts: the-kernel-is-wired-above-its-folders',
    'kernel/lost.ts: no-dead-imports',
    'kernel/records/climbs.ts: records-knows-no-higher-floor',
    'kernel/sells.ts: kernel-knows-no-business',
    'kernel/wired.ts: server-code-is-wired-by-the-server',
    'model/reads.ts: model-is-pure',
    'model/up.ts: model-is-pure',
    'modules/leads/early.ts: leads-knows-no-later-step',
    'modules/orders/disk.ts: modules-are-handed-their-tools',
    'modules/orders/draws.ts: business-code-draws-no-screens',
    'modules/orders/inner.ts: modules-by-their-index',
    'modules/orders/sql.ts: modules-are-handed-their-tools',
    'modules/orders/sql.ts: modules-names-its-packages',
    'modules/orders/web/Frames.tsx: screens-of-a-step-stand-on-the-ground',
    'modules/orders/web/OrderCard.tsx: server-code-is-wired-by-the-server',
    'modules/orders/web/OrderCard.tsx: web-stays-off-the-server',
    'server/foreign.ts: server-names-its-packages',
    'web/foreign.tsx: web-names-its-packages',
    'web/foreignAsset.ts: no-dead-imports',
    'web/ground/frames.tsx: ground-draws-nothing-above-it',
    'web/lostAsset.ts: no-dead-imports',
    'web/record/list.tsx: web-stays-off-the-server',
    'web/record/steps.tsx: the-frame-is-handed-the-steps',
  ])
})
