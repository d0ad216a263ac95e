import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

/** The tree as the tests of taste read it: as text, as a reader sees it. */
export const root = fileURLToPath(new URL('.', import.meta.url))
const parts = ['model', 'kernel', 'geometry', 'modules', 'web', 'server', 'bench', 'e2e']
const skippedFolders = new Set(['node_modules', 'dist', 'data', '.git'])

const listFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skippedFolders.has(entry.name)) return []
    return entry.isDirectory()
      ? listFiles(join(folder, entry.name))
      : [relative(root, join(folder, entry.name))]
  })

export const files = parts
  .filter((part) => existsSync(join(root, part)))
  .flatMap((part) => listFiles(join(root, part)))
  .map((path) => path.replaceAll('\\', '/'))
export const code = files
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
export const shipped = code.filter(({ path }) => !/\.test\.tsx?$|^(bench|e2e)\//.test(path))

/** Compares what was found (`path: what`) with what is allowed to stay, by path. */
export const expectOnly = (
  excused: Readonly<Record<string, string>>,
  kind: string,
  found: readonly string[],
) => {
  const pathOf = (finding: string) => finding.split(':')[0]!
  expect(
    found.filter((finding) => !(pathOf(finding) in excused)),
    kind,
  ).toEqual([])
  expect(
    Object.keys(excused).filter((path) => !found.some((finding) => pathOf(finding) === path)),
    `${kind}: allowances to remove`,
  ).toEqual([])
}
export const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n')
