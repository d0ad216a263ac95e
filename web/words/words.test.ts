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

test('whatever happens or falls due by the shipped modules has a word of its own', () => {
  const code = ['modules', 'kernel'].flatMap((part) => sources(join(import.meta.dirname, '../..', part))).filter((file) => !file.includes('.test.')).map((file) => readFileSync(file, 'utf8')).join('\n')
  const events = [...code.matchAll(/emit\('(\w+\.\w+)'/g), ...code.matchAll(/name: '(process\.\w+)'/g)].map(([, name]) => name!)
  const deadlines = [...code.matchAll(/(?<!clear)Deadline\(\{[^)]*?name: '(\w+)'/g), ...code.matchAll(/'deadline\.(\w+)'/g)].map(([, name]) => `deadline.${name}`)
  const wordless = [...events.filter((name) => !(`event.${name}` in zh) && !(`event.${name.split('.')[1]}` in zh)), ...deadlines.filter((name) => !(name in zh))]
  expect([...new Set(wordless)]).toEqual([])
  expect(events.length).toBeGreaterThan(50)
  expect(deadlines.length).toBeGreaterThan(8)
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
