import { expect, test } from 'vitest'
import { fieldKinds } from './model/fields/kinds.ts'
import { modules } from './modules/index.ts'
import { organisation } from './kernel/organisation/objects.ts'
import { code, expectOnly, linesOf, shipped } from './testTree.ts'

/**
 * One fact, one place: kinds of fields, stages and roles are asked what they are, never listed elsewhere; and
 * what is written is used and tested.
 */
const allowed: Record<string, Record<string, string>> = {
  'kind named': {},
  'stage named': {
    'modules/pipeline/stages.ts':
      'the gates of a deal are definitions, and ask later steps for what they have by the words people read',
    'modules/inventory/reserveOrAsk.ts': 'work orders are a later step, which is asked by name',
  },
  'role named': {},
  'dead export': {
    'model/decision/probe.ts':
      'the half of the rule centre’s hints to an author that computes; its door comes',
    'model/decision/replay.ts':
      'the half of the rule centre’s replay on history that computes; its door comes',
    'model/process/simulate.ts': 'the half of the rehearsal of a process that computes; its door comes',
  },
  'verb without a test': {},
}

const isTest = (path: string) =>
  /\.test\.tsx?$|(^|\/)test[A-Z][^/]*\.tsx?$|Fixture\.ts$|\/testing\/|^server\/realInput\//.test(path)
const stripped = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1')
const business = shipped.filter(({ path }) => !isTest(path))
const each = (
  chosen: readonly { readonly path: string; readonly text: string }[],
  find: (line: string, path: string) => readonly string[],
) =>
  chosen.flatMap(({ path, text }) =>
    linesOf(stripped(text)).flatMap((line) =>
      find(line, path).map((what) => `${path}: ${what}: ${line.trim()}`),
    ),
  )
const quoted = (text: string) => [...text.matchAll(/['"](\w+)['"]/g)].map(([, word]) => word!)

test('a kind of field is asked what it is, not listed outside its home', () => {
  const kinds = new Set([...Object.keys(fieldKinds), 'stage'])
  const home = /^(model|web)\/fields\//
  const compared = /\bfield(?:s\[[^\]]+\])?[!?]?\.?\.type [!=]== '(\w+)'/g
  const listed = /\[((?:'\w+'(?:, )?){2,})\]/g
  expectOnly(
    allowed['kind named']!,
    'kind named',
    each(
      business.filter(({ path }) => /^(model|kernel|web|modules)\//.test(path) && !home.test(path)),
      (line) => [
        ...[...line.matchAll(compared)].map(([, kind]) => kind!).filter((kind) => kinds.has(kind)),
        ...[...line.matchAll(listed)]
          .map(([, list]) => list!)
          .filter(
            (list) => /\btype\b|\bkind\b|Set\(/.test(line) && quoted(list).every((kind) => kinds.has(kind)),
          ),
      ],
    ),
  )
})

test('a stage is named by the step that owns it', () => {
  const pipelines = modules.flatMap(({ name, pipelines }) =>
    (pipelines ?? []).map((one) => ({ module: name, stages: one.stages.map((stage) => stage.name) })),
  )
  const all = new Set(pipelines.flatMap(({ stages }) => stages))
  const own = (path: string) => {
    const step = path.match(/^modules\/(\w+)\//)?.[1]
    return new Set(pipelines.filter(({ module }) => module === step).flatMap(({ stages }) => stages))
  }
  const places = [
    /\bstage: '(\w+)'/g,
    /\bstage!?\)? (?:===|!==|=|!=) ['"](\w+)['"]/g,
    /\bstage in (\([^)]*\))/g,
    /(\[[^\]]*\])\.includes\([\w.]*\bstage\b/g,
  ]
  expectOnly(
    allowed['stage named']!,
    'stage named',
    each(
      business.filter(({ path }) => /^(model|kernel|web|modules)\//.test(path)),
      (line, path) =>
        places
          .flatMap((place) => [...line.matchAll(place)].map(([, found]) => found!))
          .flatMap((found) => (/^\w+$/.test(found) ? [found] : quoted(found)))
          .filter((stage) => all.has(stage) && !own(path).has(stage)),
    ),
  )
})

test('a role is named where rights are defined; code asks what a role answers for', () => {
  const roles = new Set(
    [organisation, ...modules].flatMap((module) => (module.roles ?? []).map(({ name }) => name)),
  )
  const asked = [
    /people\(\{ role: '(\w+)'/g,
    /\broles?\b[!?]?\.includes\('(\w+)'\)/g,
    /\brole [!=]== '(\w+)'/g,
  ]
  expectOnly(
    allowed['role named']!,
    'role named',
    each(
      business.filter(({ path }) => /^(model|kernel|web|modules)\//.test(path)),
      (line) =>
        asked
          .flatMap((place) => [...line.matchAll(place)].map(([, role]) => role!))
          .filter((role) => roles.has(role)),
    ),
  )
})

test('whatever code asks somebody for, a role that is shipped answers for', () => {
  const answered = new Set(
    [organisation, ...modules].flatMap((module) =>
      (module.roles ?? []).flatMap(({ answers_for }) => answers_for ?? []),
    ),
  )
  const asked = business
    .filter(({ path }) => path.startsWith('modules/'))
    .flatMap(({ text }) =>
      [...text.matchAll(/answers_for: '(\w+)'|(?:accountable|whoAnswers)\(work, '(\w+)'/g)].map(
        ([, a, b]) => (a ?? b)!,
      ),
    )
  expect(asked.filter((what) => !answered.has(what))).toEqual([])
  expect(asked.length).toBeGreaterThan(10)
})

test('what is exported is used by something that is shipped', () => {
  const imports = importsOf(code.filter(({ path }) => !isTest(path)))
  expectOnly(
    allowed['dead export']!,
    'dead export',
    business.flatMap(({ path, text }) => {
      const plain = stripped(text)
      return [...plain.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm)]
        .map(([, name]) => name!)
        .filter((name) => ![...(imports.get(name) ?? [])].some((other) => other !== path))
        .filter((name) => plain.match(new RegExp(`\\b${name}\\b`, 'g'))!.length === 1)
        .map((name) => `${path}: ${name}`)
    }),
  )
})

test('every verb is named by a test, and every step of the business has one', () => {
  const tests = code.filter(({ path }) => isTest(path) || path.startsWith('e2e/'))
  const said = tests.map(({ text }) => text).join('\n')
  expectOnly(
    allowed['verb without a test']!,
    'verb without a test',
    business.flatMap(({ path, text }) =>
      [...text.matchAll(/defineAction\(\s*(\w+),\s*'(\w+)'/g)]
        .filter(([, , verb]) => !new RegExp(`['"\`/]${verb}['"\`?]`).test(said))
        .map(([, object, verb]) => `${path}: ${object}.${verb}`),
    ),
  )
  const untested = modules
    .map(({ name }) => name)
    .filter((name) => !tests.some(({ path }) => path.startsWith(`modules/${name}/`)))
  expect(untested).toEqual([])
})

/** Which files import a name; a file that imports as it runs uses whatever it names. */
function importsOf(files: typeof code): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  const add = (name: string, path: string) => found.set(name, (found.get(name) ?? new Set()).add(path))
  const nameOf = (part: string) =>
    part
      .trim()
      .replace(/^type /, '')
      .split(' as ')[0]!
      .trim()
  for (const { path, text } of files) {
    const plain = stripped(text)
    for (const [, list] of plain.matchAll(/import (?:type )?(?:\w+,\s*)?\{([^}]*)\}\s*from/g))
      for (const part of list!.split(',')) if (part.trim()) add(nameOf(part), path)
    // Handed on under another name: that the other name is used is not looked into.
    for (const [, list] of plain.matchAll(/export (?:type )?\{([^}]*)\}\s*from/g))
      for (const part of list!.split(',')) if (part.includes(' as ')) add(nameOf(part), path)
    if (/\bimport\(/.test(plain)) for (const [word] of plain.matchAll(/\b\w+\b/g)) add(word, path)
  }
  return found
}
