import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { programOf, root, run } from './run.mjs'
import { fingerprint, listFiles } from './fingerprint.mjs'
import { shrinkFiles } from './shrink.mjs'

const dist = join(root, 'dist')
const serverParts = ['model', 'kernel', 'geometry', 'modules', 'server']
const stampFile = join(dist, '.stamp')

/** Builds the server and the web pages into dist/, each only when a file it is made of has changed since. */
export const buildStale = () => {
  const stamp = readStamp()
  for (const { name, sources, build } of parts()) {
    const now = fingerprint(sources, root)
    if (stamp[name] === now) continue
    console.log(`正在构建 ${name}…… Building ${name}...`)
    build()
    stamp[name] = now
    writeFileSync(stampFile, JSON.stringify(stamp))
  }
}

const readStamp = () => (existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {})

/**
 * The command line of a server of the tests: as it is shipped, where what is built is of the sources as they
 * are, which starts in less than half the time; else from the sources. Looked up once in a process.
 * @type {() => [string, ...string[]]}
 */
export const serverCommand = () => {
  if (command) return command
  const { name, sources } = parts()[0]
  const built = readStamp()[name] === fingerprint(sources, root)
  command = built
    ? [process.execPath, join(dist, 'server/main.js')]
    : [process.execPath, '--import', 'tsx', join(root, 'server/main.ts')]
  return command
}
let command

const isWeb = (file) => /(^|\/)web\//.test(file)

const parts = () => {
  const common = [
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'server/build/build.mjs',
    'server/build/shrink.mjs',
  ].map((file) => join(root, file))
  const all = serverParts.flatMap((part) => listFiles(join(root, part)))
  const server = all.filter((file) => !isWeb(relative(root, file)))
  const found = [{ name: 'server', sources: [...common, ...server], build: () => buildServer(server) }]
  if (!existsSync(join(root, 'web', 'vite.config.ts'))) return found
  const pages = [
    ...listFiles(join(root, 'web')),
    ...listFiles(join(root, 'model')),
    ...all.filter((file) => isWeb(relative(root, file))),
  ]
  return [...found, { name: 'web', sources: [...common, ...pages], build: buildWeb }]
}

/**
 * Compiled aside and swapped in, so that a failed build leaves the last good one. Types are checked by `npm
 * test`, not here.
 */
const buildServer = (sources) => {
  const next = join(dist, '.next')
  rmSync(next, { recursive: true, force: true })
  run('Compiling', [...programOf('typescript', { bin: 'tsc' }), '-p', 'tsconfig.build.json'])
  for (const file of sources.filter(isAsset)) {
    const target = join(next, relative(root, file))
    mkdirSync(dirname(target), { recursive: true })
    cpSync(file, target)
  }
  for (const part of serverParts) {
    rmSync(join(dist, part), { recursive: true, force: true })
    if (existsSync(join(next, part))) renameSync(join(next, part), join(dist, part))
    linkPackages(part)
  }
  rmSync(next, { recursive: true, force: true })
}

/** SQL, templates, fonts, tables: what the code reads beside itself. */
const isAsset = (file) => !/\.(ts|tsx|md|mjs)$|package\.json$/.test(file)

/** A package that npm put into a workspace's own node_modules must be found from the compiled copy too. */
const linkPackages = (part) => {
  const own = join(root, part, 'node_modules')
  if (existsSync(own) && existsSync(join(dist, part)))
    symlinkSync(own, join(dist, part, 'node_modules'), 'junction')
}

const buildWeb = () => {
  run(
    'Building the web pages',
    [
      ...programOf('vite', { workspace: 'web' }),
      'build',
      '--outDir',
      join(dist, 'web'),
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
    { cwd: join(root, 'web') },
  )
  shrinkFiles(join(dist, 'web'))
}
