/** `npm run boundaries`: nobody imports what `.dependency-cruiser.cjs` forbids. */
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { programOf, root, run } from './run.mjs'

/**
 * dependency-cruiser parses with TypeScript's JavaScript API, which TypeScript 7 no longer has. Its 5.9 is
 * installed beneath server/; a link shows it to dependency-cruiser alone. npm removes the link when it
 * installs, so it is made here.
 */
export const lendCompiler = () => {
  const folder = join(root, 'node_modules/dependency-cruiser/node_modules')
  const link = join(folder, 'typescript')
  if (existsSync(link)) return
  rmSync(link, { force: true })
  mkdirSync(folder, { recursive: true })
  symlinkSync(
    process.platform === 'win32'
      ? join(root, 'server/node_modules/typescript')
      : relative(folder, join(root, 'server/node_modules/typescript')),
    link,
    'junction',
  )
}

if (process.argv[1]?.endsWith('boundaries.mjs')) {
  lendCompiler()
  const parts = ['model', 'kernel', 'geometry', 'modules', 'web', 'server', 'bench', 'e2e'].filter((part) =>
    existsSync(join(root, part)),
  )
  try {
    run('The check of the boundaries', [
      ...programOf('dependency-cruiser', { bin: 'depcruise' }),
      '--config',
      '.dependency-cruiser.cjs',
      ...parts,
    ])
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
