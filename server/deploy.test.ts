import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { settings } from './settings.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const [unit, image, compose] = ['deploy/guantong.service', 'deploy/Dockerfile', 'deploy/compose.yaml'].map(
  read,
) as [string, string, string]

/** The values that a directive of the unit has, each time it is given. */
const directive = (name: string) =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value!)
const started = 'dist/server/main.js'

test('what the unit and the image start is what the build makes', () => {
  const { outDir } = (
    JSON.parse(read('tsconfig.build.json').replace(/^\s*\/\/.*$/gm, '')) as {
      compilerOptions: { outDir: string }
    }
  ).compilerOptions
  expect(outDir).toContain('dist')
  expect([
    existsSync(new URL('main.ts', import.meta.url)),
    unit.includes(started),
    image.includes(`"${started}"`),
  ]).toEqual([true, true, true])
})

test('the one folder that the server writes is the one folder that can be written', () => {
  expect(directive('ProtectSystem')).toEqual(['strict'])
  expect(directive('ReadWritePaths')).toEqual([])
  expect(directive('StateDirectory').map((name) => `GUANTONG_DATA=/var/lib/${name}`)).toEqual(
    directive('Environment').filter((one) => one.startsWith('GUANTONG_DATA=')),
  )
  const data = /GUANTONG_DATA=(\S+)/.exec(image)![1]!
  expect(image).toContain(`VOLUME ${data}\n`)
  expect(compose).toContain(`- data:${data}\n`)
  expect(compose).toContain('read_only: true')
  // Sheets are spooled, and papers are set, in the folder for what is temporary.
  expect([directive('PrivateTmp'), compose.includes('tmpfs: ["/tmp')]).toEqual([['yes'], true])
})

test('neither runs as root, nor gets any right back', () => {
  expect(directive('DynamicUser')).toEqual(['yes'])
  expect([
    directive('NoNewPrivileges'),
    directive('CapabilityBoundingSet'),
    directive('RestrictNamespaces'),
  ]).toEqual([['yes'], [''], ['yes']])
  expect(directive('SystemCallFilter').slice(0, 2)).toEqual(['@system-service', '~@privileged'])
  expect(/^USER (\d+):\d+$/m.exec(image)?.[1]).not.toBe('0')
  expect(image.indexOf('USER ')).toBeLessThan(image.indexOf('ENTRYPOINT'))
  for (const held of ['cap_drop: [ALL]', 'no-new-privileges:true', 'pids_limit'])
    expect(compose).toContain(held)
})

test('the base of the image is pinned, and of the version that the project asks for', () => {
  const [, version] = /^ARG NODE=node:(\d+\.\d+\.\d+)-/m.exec(image)!
  const [, least] = />=(\d+\.\d+)/.exec(
    (JSON.parse(read('package.json')) as { engines: { node: string } }).engines.node,
  )!
  expect(version!.localeCompare(least!, undefined, { numeric: true })).toBeGreaterThanOrEqual(0)
  expect([...image.matchAll(/^FROM (\S+)/gm)].map(([, from]) => from)).toEqual(['${NODE}', '${NODE}'])
})

test('every setting that unit, image and page name is one of the server', () => {
  const named = [unit, image, compose, read('docs/deploy.md')].flatMap((text) =>
    [...text.matchAll(/\bGUANTONG_[A-Z_]+/g)].map(([name]) => name),
  )
  expect(named.filter((name) => !(name in settings))).toEqual([])
  expect(named.length).toBeGreaterThan(5)
})

test('CI fails for a grave hole that the registry names, and says so where the registry was not asked', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guantong-advisories-'))
  const judge = async (answer: object | string) => {
    writeFileSync(
      join(folder, 'npm'),
      `#!/bin/sh\ncat <<'END'\n${typeof answer === 'string' ? answer : JSON.stringify(answer)}\nEND\n`,
      { mode: 0o755 },
    )
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` }
    const child = spawn('bash', [fileURLToPath(new URL('../.ci/advisories', import.meta.url))], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let said = ''
    child.stdout.on('data', (part: Buffer) => (said += part.toString()))
    return [(await once(child, 'close'))[0] as number, said] as const
  }
  const report = (severity: string) => ({
    metadata: { vulnerabilities: { total: 1 }, dependencies: { prod: 300 } },
    vulnerabilities: { pg: { name: 'pg', severity, range: '<9' } },
  })
  expect(await judge(report('critical'))).toEqual([1, expect.stringContaining('pg <9: critical')])
  expect(await judge(report('low'))).toEqual([
    0,
    expect.stringContaining('1 with a known hole, 0 of them grave'),
  ])
  expect(await judge({ error: { code: 'ENOAUDIT', summary: '' } })).toEqual([
    0,
    expect.stringContaining('NOT asked'),
  ])
  expect(await judge('<html>')).toEqual([0, expect.stringContaining('NOT asked')])
  rmSync(folder, { recursive: true })
})

test('the check of health tells a server that answers from one that does not', async () => {
  const check = async (port: number) => {
    const env = { ...process.env, PORT: String(port), GUANTONG_TLS_CERT: '' }
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('../deploy/healthy.mjs', import.meta.url))],
      { env, stdio: 'ignore' },
    )
    return (await once(child, 'exit'))[0] as number
  }
  const server = createServer((_, answer) => answer.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await check(port)).toBe(0)
  await new Promise((done) => server.close(done))
  expect(await check(port)).toBe(1)
})
