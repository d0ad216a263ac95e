import { readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { expect, test } from 'vitest'
import { code, expectOnly, files, linesOf, root, shipped } from './testTree.ts'

/**
 * A test of taste (docs: CONTRIBUTING.md). It reads the tree as text, so it is quick and sees what a reader
 * sees. When it is wrong about a file, say why in `allowed`; an allowance nobody needs any more fails too.
 */
const allowed: Record<string, Record<string, string>> = {
  'long file': {
    'model/process/checkStart.ts': 'wrapped at 110 wide; to be cut where its ideas part',
    'kernel/sheets/sheets.test.ts': 'wrapped at 110 wide; to be cut where its ideas part',
    'kernel/sheets/writeRows.ts': 'wrapped at 110 wide; to be cut where its ideas part',
  },
  'long function': {
    'kernel/http/processes.ts': 'wrapped at 110 wide; to be cut where its ideas part',
    'kernel/http/sheets.ts': 'wrapped at 110 wide; to be cut where its ideas part',
    'kernel/sheets/importTable.ts': 'wrapped at 110 wide; to be cut where its ideas part',
    'web/record/ImportMapping.tsx': 'wrapped at 110 wide; to be cut where its ideas part',
    'web/record/ImportScreen.tsx': 'wrapped at 110 wide; to be cut where its ideas part',
    'web/studio/FieldDialog.tsx': 'wrapped at 110 wide; to be cut where its ideas part',
    'web/studio/RolesScreen.tsx': 'wrapped at 110 wide; to be cut where its ideas part',
  },
  'deep path': {},
  'vague folder': {
    'service':
      'after-sales service, a step of the business like orders or quality; it holds no service layer',
  },
  'dead file': {},
  'undocumented export': {},
  'unexplained any': {},
  'passed over': {},
  'sleeping test': {
    'server/outage.test.ts':
      'it states what happens when the server itself is held up for longer than its patience: it holds it up',
  },
  'forgotten note': {},
  'several verbs': {},
  'period in code': {},
  'print': {},
  'text as SQL': {
    'kernel/records/fragments.ts':
      'the one place where composed text meets the driver: words of the code, quoted names and placeholders',
  },
}

const expectOnlyAllowed = (kind: string, found: readonly string[]) =>
  expectOnly(allowed[kind] ?? {}, kind, found)

test('a file fits into a head: at most 300 lines', () => {
  expectOnlyAllowed(
    'long file',
    code
      .filter(({ text }) => linesOf(text).length > 300)
      .map(({ path, text }) => `${path}: ${linesOf(text).length} lines`),
  )
})

test('a line fits beside another file: at most 110 wide', () => {
  // Code is broken by prettier (`npm run format`, checked in CI); what it cannot break is a text, and those are few.
  const lines = code.flatMap(({ text }) => linesOf(text))
  expect(lines.filter((line) => line.length > 110).length / lines.length, 'share of wide lines').toBeLessThan(
    0.013,
  )
})

test('a function fits onto a screen or two: at most 80 lines', () => {
  expectOnlyAllowed(
    'long function',
    shipped.flatMap(({ path, text }) =>
      findFunctions(text)
        .filter(({ length }) => length > 80)
        .map(({ name, length }) => `${path}: ${name} has ${length} lines`),
    ),
  )
})

test('a path is guessed before the tree is opened: at most 4 deep', () => {
  expectOnlyAllowed(
    'deep path',
    files.filter((path) => path.split('/').length > 4),
  )
})

test('a folder is named for what is in it', () => {
  const vague = /^(utils?|helpers?|services?|dtos?|constants?|common|misc|lib|types|interfaces)$/i
  expectOnlyAllowed(
    'vague folder',
    [...new Set(files.flatMap((path) => dirname(path).split('/')))].filter((name) => vague.test(name)),
  )
})

test('nothing lies about unused', () => {
  const imported = new Set(
    code.flatMap(({ path, text }) =>
      findImports(text).map((target) => join(dirname(path), target).replaceAll('\\', '/')),
    ),
  )
  const named =
    readFileSync(join(root, 'package.json'), 'utf8') + readFileSync(join(root, 'vitest.config.ts'), 'utf8')
  const started = new Set([...listPrograms(), ...listPageScripts()])
  const entry = (path: string) =>
    /(^|\/)(index|main|cli|vite\.config|play)\.(ts|tsx|mjs)$|\.d\.ts$|[wW]orker\.ts$|^server\/migrations\//.test(
      path,
    ) ||
    named.includes(path) ||
    started.has(path)
  expectOnlyAllowed(
    'dead file',
    shipped.map(({ path }) => path).filter((path) => !imported.has(path) && !entry(path)),
  )
})

test('every exported function of the kernel says why it is there', () => {
  const kernel = shipped.filter(({ path }) => path.startsWith('kernel/'))
  expectOnlyAllowed(
    'undocumented export',
    kernel.flatMap(({ path, text }) => findUndocumented(text).map((name) => `${path}: ${name}`)),
  )
})

test('every engine and every module has its README', () => {
  const folders = [
    ...new Set(
      shipped
        .map(({ path }) =>
          path.match(
            /^(modules\/[^/]+)\/|^(kernel\/(?:process|decisions|reports|events|records|deadlines|access)|model\/expression|geometry\/nesting)\//,
          ),
        )
        .map((match) => match?.[1] ?? match?.[2]),
    ),
  ]
  expect(folders.filter((folder) => folder && !files.includes(`${folder}/README.md`))).toEqual([])
})

test('every decision from number 33 on says what it opens to an attacker and what stands against it', () => {
  const decisions = readdirSync(join(root, 'docs/decisions')).filter((name) => Number(name.slice(0, 4)) >= 33)
  const silent = decisions.filter(
    (name) =>
      !/^(\*\*Threats\.\*\* |#+ Threats\n+)\S/m.test(
        readFileSync(join(root, 'docs/decisions', name), 'utf8'),
      ),
  )
  expect(silent).toEqual([])
  expect(decisions.length).toBeGreaterThan(0)
})

test('any, @ts-ignore and @ts-expect-error give their reason', () => {
  const loose = /(:|\bas|<)\s*any\b(?!\()(?=\s*([,;)>=[|&}]|$))|, any>|@ts-(ignore|expect-error)\s*$/
  // The tables are the company's, so no type can list them: that needs no reason each time.
  const understood = /Kysely<any>|Transaction<any>/g
  expectOnlyAllowed(
    'unexplained any',
    shipped.flatMap(({ path, text }) =>
      linesOf(text).flatMap((line, i, all) => {
        const explained = /\/[/*].*\bany\b|^\s*\*.*\bany\b/m.test(
          all.slice(Math.max(0, i - 8), i + 2).join('\n'),
        )
        return loose.test(line.replace(/'[^']*'/g, "''").replace(understood, '')) && !explained
          ? [`${path}: line ${i + 1}: ${line.trim()}`]
          : []
      }),
    ),
  )
})

test('no test is passed over, and none reads what lies beside the project', () => {
  const passed = /\b(?:test|it|describe)\.(?:skip|skipIf|runIf|todo|only)\b|\{ skip: /
  const outside = /new URL\('((?:\.\.\/)+)/g
  const leaves = (path: string, text: string) =>
    [...text.matchAll(outside)].some(([, up]) => up!.length / 3 > path.split('/').length - 1)
  const tests = code.filter(({ path }) => /\.test\.tsx?$|(^|\/)test[A-Z][^/]*\.tsx?$|^e2e\//.test(path))
  expectOnlyAllowed(
    'passed over',
    tests.flatMap(({ path, text }) => (passed.test(text) || leaves(path, text) ? [path] : [])),
  )
})

test('no test sleeps or takes the time: it waits for the fact, or is handed a clock', () => {
  // `until` of e2e/client.ts, `see` of web/testing and `expect.poll` ask for the fact again and again.
  const sleeps = /\bsetTimeout\(|node:timers|\bsleep\(|\bperformance\.now\(|\bDate\.now\(\) [-<>]/
  const tests = code.filter(
    ({ path }) => /\.test\.tsx?$/.test(path) || /(^|\/)(test[A-Z][^/]*\.tsx?$|testing\/)/.test(path),
  )
  expectOnlyAllowed(
    'sleeping test',
    tests.flatMap(({ path, text }) =>
      linesOf(text).flatMap((line, i) =>
        sleeps.test(line) ? [`${path}: line ${i + 1}: ${line.trim()}`] : [],
      ),
    ),
  )
})

test('a business verb is one file, named for it', () => {
  const verbs = /^(?:export )?const (\w+) = defineAction\(/gm
  const business = shipped.filter(({ path }) => path.startsWith('modules/'))
  expectOnlyAllowed(
    'several verbs',
    business.flatMap(({ path, text }) => {
      const found = [...text.matchAll(verbs)].map(([, name]) => name)
      return found.length > 1 || /verbs\.ts$/i.test(path) ? [`${path}: ${found.join(', ')}`] : []
    }),
  )
})

test('a period of the business is a term, not a number in code', () => {
  const period = /\b\w*(?:days|hours|minutes|months)\w*(?::\s*\w+)? = [1-9]|\b(?:86_?400_?000|3_?600_?000)\b/i
  const business = shipped.filter(
    ({ path }) => /^modules\/(?!.*\/web\/)/.test(path) && !/\/(terms|test[A-Z]\w*)\.ts$/.test(path),
  )
  expectOnlyAllowed(
    'period in code',
    business.flatMap(({ path, text }) =>
      linesOf(text).flatMap((line, i) =>
        period.test(line) ? [`${path}: line ${i + 1}: ${line.trim()}`] : [],
      ),
    ),
  )
})

test('no notes to self stay behind', () => {
  const note = /\b(TODO|FIXME|XXX|HACK)\b/
  expectOnlyAllowed(
    'forgotten note',
    code.flatMap(({ path, text }) =>
      linesOf(text).flatMap((line, i) => (note.test(line) ? [`${path}: line ${i + 1}`] : [])),
    ),
  )
})

test('the server logs, it does not print; programs on a terminal may', () => {
  const terminal = /^(server\/(main|cli|seed|start|test|guantong)|server\/(build|cli)\/|bench\/|e2e\/)/
  expectOnlyAllowed(
    'print',
    shipped
      .filter(({ path, text }) => !terminal.test(path) && /^\s*console\./m.test(text))
      .map(({ path }) => path),
  )
})

test('no text becomes SQL but constants of the code, and a name in SQL is quoted by quoteName', () => {
  const raw = /\b(sql|CompiledQuery)\.raw\((?!'[^']*'\))/
  const quotedByHand = /\w\."\$\{/
  expectOnlyAllowed(
    'text as SQL',
    shipped.flatMap(({ path, text }) =>
      linesOf(text).flatMap((line, i) =>
        raw.test(line) || quotedByHand.test(line) ? [`${path}: line ${i + 1}: ${line.trim()}`] : [],
      ),
    ),
  )
})

test('every label that has Chinese in the business and its screens has English beside it', () => {
  const oneTongue = /\{ zh: (['"`])(?:(?!\1).)*\1 \}/
  expect(
    shipped
      .filter(({ path }) => path.startsWith('modules/'))
      .flatMap(({ path, text }) =>
        linesOf(text).flatMap((line, i) => (oneTongue.test(line) ? [`${path}: line ${i + 1}`] : [])),
      ),
  ).toEqual([])
})

/**
 * Functions at the top level: from `const name = (` or `function name` to the line that closes it at the same
 * indent.
 */
function findFunctions(text: string): { name: string; length: number }[] {
  const lines = linesOf(text)
  return lines.flatMap((line, start) => {
    const name = line
      .match(/^(?:export )?(?:default )?(?:async )?(?:const (\w+).*=>|function\*? (\w+))/)
      ?.slice(1)
      .find(Boolean)
    if (!name || !/[{(]\s*$/.test(line)) return []
    const end = lines.findIndex((later, i) => i > start && /^[})]/.test(later))
    return [{ name, length: end - start + 1 }]
  })
}

/** What a package.json offers as a command. */
function listPrograms(): string[] {
  return files
    .filter((path) => basename(path) === 'package.json')
    .flatMap((path) => {
      const { bin = {} } = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
        bin?: Record<string, string>
      }
      return Object.values(bin).map((target) => join(dirname(path), target).replaceAll('\\', '/'))
    })
}

/** What a page starts; an address from `/` is one from the folder of the page. */
function listPageScripts(): string[] {
  return files
    .filter((path) => path.endsWith('.html'))
    .flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/<script[^>]*\ssrc="\/?([^"]+)"/g)].map((match) =>
        join(dirname(path), match[1]!).replaceAll('\\', '/'),
      ),
    )
}

function findImports(text: string): string[] {
  return [...text.matchAll(/(?:from|import|new URL)\s*\(?\s*['"](\.[^'"]+)['"]/g)]
    .map((match) => match[1]!)
    .map((target) => (extname(target) ? target : join(target, basename(target))))
}

function findUndocumented(text: string): string[] {
  const lines = linesOf(text)
  return lines.flatMap((line, i) => {
    const name = line
      .match(/^export (?:async )?(?:const (\w+)(?:: [^=]+)? = (?:async )?(?:<|\()|function\*? (\w+))/)
      ?.slice(1)
      .find(Boolean)
    return name && !/\*\/\s*$/.test(lines[i - 1] ?? '') ? [name] : []
  })
}
