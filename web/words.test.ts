import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from './words/en.ts'
import { zh } from './words/zh.ts'

const house = join(import.meta.dirname, '..')
const steps = readdirSync(join(house, 'modules')).filter((step) =>
  existsSync(join(house, 'modules', step, 'web/zh.ts')),
)
type Words = Readonly<Record<string, string>>
const wordsOf = async (step: string, language: 'zh' | 'en') =>
  ((await import(`../modules/${step}/web/${language}.ts`)) as Readonly<Record<string, Words>>)[language]!

const catalogues: readonly [string, Words, Words][] = [
  ['all screens', zh, en],
  ...(await Promise.all(
    steps.map(async (step): Promise<[string, Words, Words]> => [
      step,
      await wordsOf(step, 'zh'),
      await wordsOf(step, 'en'),
    ]),
  )),
]
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

test.each(catalogues)(
  'whatever can be read in Chinese can be read in English, and the other way round: %s',
  (_, chinese, english) => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort())
  },
)

test.each(catalogues)(
  'a sentence has the same blanks to fill in both languages, and no word is empty: %s',
  (_, chinese, english) => {
    for (const [key, text] of Object.entries(chinese)) expect(holes(english[key]!), key).toEqual(holes(text))
    for (const text of [...Object.values(chinese), ...Object.values(english)])
      expect(text.trim().length).toBeGreaterThan(0)
  },
)

test('no two steps, and no step and the frame, say a word differently', () => {
  const keys = catalogues.flatMap(([, chinese]) => Object.keys(chinese))
  expect(steps.length).toBeGreaterThan(4)
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})

test('whatever happens or falls due by the shipped modules has a word of its own', () => {
  const code = ['modules', 'kernel']
    .flatMap((part) => sources(join(house, part)))
    .filter((file) => !file.includes('.test.'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const events = [...code.matchAll(/emit\('(\w+\.\w+)'/g), ...code.matchAll(/name: '(process\.\w+)'/g)].map(
    ([, name]) => name!,
  )
  const deadlines = [
    ...code.matchAll(/(?<!clear)Deadline\(\{[^)]*?name: '(\w+)'/g),
    ...code.matchAll(/'deadline\.(\w+)'/g),
  ].map(([, name]) => `deadline.${name}`)
  const wordless = [
    ...events.filter((name) => !(`event.${name}` in zh) && !(`event.${name.split('.')[1]}` in zh)),
    ...deadlines.filter((name) => !(name in zh)),
  ]
  expect([...new Set(wordless)]).toEqual([])
  expect(events.length).toBeGreaterThan(50)
  expect(deadlines.length).toBeGreaterThan(8)
})

test('no screen speaks Chinese past the catalogue', () => {
  const files = [
    ...sources(join(house, 'web')),
    ...sources(join(house, 'modules')).filter((file) => /[/\\]web[/\\]/.test(file)),
  ]
  // `figureText` writes 万 and 亿, `measured` reads sentences that the server wrote.
  const catalogue =
    /words|[/\\](zh|en|screens)\.ts$|\.test\.|definitions\.ts|CreateScreen|SignIn|PersonMenu|figureText|measured/
  expect(files.length).toBeGreaterThan(150)
  const spoken = files
    .filter((file) => !catalogue.test(file))
    .filter((file) => /[\u4e00-\u9fff]/.test(withoutComments(readFileSync(file, 'utf8'))))
  expect(spoken).toEqual([])
})

const withoutComments = (code: string) => code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '')

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sources(join(folder, entry.name))
    return /\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : []
  })
}
