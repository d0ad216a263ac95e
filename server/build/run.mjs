import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/**
 * Runs a program to its end with our own terminal. @throws Error naming what failed
 * @param {string} what for the message @param {string[]} command @param {{ cwd?: string }} [options]
 */
export const run = (what, [program, ...args], { cwd = root } = {}) => {
  const { status, error } = spawnSync(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error(`${what} failed${error ? `: ${error.message}` : ''}. See above.`)
}

/**
 * The command line that runs a package's program with this very node; the workspace's own copy of the package
 * comes first.
 */
export const programOf = (name, { workspace = '.', bin = name } = {}) => {
  const folder = [join(root, workspace), root]
    .map((base) => join(base, 'node_modules', name))
    .find((path) => existsSync(path))
  if (!folder) throw new Error(`${name} is not installed. Run "npm install".`)
  const { bin: bins } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return [process.execPath, join(folder, typeof bins === 'string' ? bins : bins[bin])]
}

/** npm as it was called, or the one on the path. */
export const npm = () =>
  process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
    : process.platform === 'win32'
      ? ['npm.cmd']
      : ['npm']
