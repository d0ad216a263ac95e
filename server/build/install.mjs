import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm, root, run } from './run.mjs'

/**
 * Installs when a package of the lock file is missing or has another version; compares contents, since clocks
 * and clones lie.
 */
export const installMissing = () => {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (existsSync(installed) && isComplete(readPackages(installed))) return
  console.log('正在安装依赖包…… Installing packages...')
  // Not `npm ci`: it insists that the lock names the optional packages of every platform, which a lock made
  // against a registry that mirrors one platform does not. The build needs the development packages also
  // where NODE_ENV=production.
  run('npm install', [...npm(), 'install', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
}

/** What npm left out for another platform is listed as optional. */
const isComplete = (installed) =>
  Object.entries(readPackages(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, devOptional, link }]) =>
      !path.includes('node_modules/') ||
      optional ||
      devOptional ||
      (installed[path] && (link || installed[path].version === version)),
  )

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages
