import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Every address that has a page, with `$name` for what varies. The build writes them down for the server,
 * which answers 404 to any other address instead of a page that says so. The build cannot run the screens, so
 * it reads their text: a test holds what it finds to what the router draws.
 */
export const readAddresses = (web: string): readonly string[] => {
  const modules = join(web, '../modules')
  const steps = readdirSync(modules)
    .map((step) => join(modules, step, 'web/screens.ts'))
    .filter((path) => existsSync(path))
  const texts = [join(web, 'shell/router.tsx'), ...steps].map((path) => readFileSync(path, 'utf8'))
  return texts.flatMap((text) =>
    [...text.matchAll(/(?:\bscreen\(|\bpath: )'(\/[^']*)'/g)].map(([, path]) => path!),
  )
}
