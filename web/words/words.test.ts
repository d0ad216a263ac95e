import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { zh } from './zh.ts'

const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

test('whatever can be read in Chinese can be read in English, and the other way round', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
})

test('a sentence has the same blanks to fill in both languages', () => {
  for (const [key, text] of Object.entries(zh)) expect(holes(en[key as keyof typeof en]), key).toEqual(holes(text))
})

test('no word is empty', () => {
  for (const text of [...Object.values(zh), ...Object.values(en)]) expect(text.trim().length).toBeGreaterThan(0)
})

test('no screen speaks Chinese past the catalogue', () => {
  const spoken = sources(join(import.meta.dirname, '..')).filter((file) => !/words|\.test\.|definitions\.ts|CreateScreen|SignIn|PersonMenu/.test(file))
    .filter((file) => /[\u4e00-\u9fff]/.test(withoutComments(readFileSync(file, 'utf8'))))
  expect(spoken).toEqual([])
})

const withoutComments = (code: string) => code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '')

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'pages' ? [] : sources(join(folder, entry.name))
    return /\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : []
  })
}
