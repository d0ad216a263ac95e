/** The dependency rule, in one place: who may know whom. docs/architecture.md says it in a picture. */
const { existsSync, readdirSync, readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { join, resolve } = require('node:path')

/**
 * The steps of the business in the order of the flow. A step knows the steps before it; the later ones hear
 * of it by events.
 */
const flow = [
  'leads',
  'customers',
  'pipeline',
  'engineering',
  'quoting',
  'contracts',
  'orders',
  'inventory',
  'production',
  'quality',
  'receivables',
  'service',
  'channels',
  'performance',
]

const foldersOf = (part) =>
  readdirSync(part, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name)
const unplaced = foldersOf('modules').filter((name) => !flow.includes(name))
if (unplaced.length > 0)
  throw new Error(
    `Give these modules their place in the flow (.dependency-cruiser.cjs): ${unplaced.join(', ')}`,
  )

/**
 * The floors of the kernel from the ground up: a folder knows those before it. Whatever needs a higher one is
 * handed it, or is heard by it as an event.
 */
const floors = [
  'workspace',
  'calendar',
  'events',
  'jobs',
  'once',
  'organisation',
  'auth',
  'access',
  'definitions',
  'records',
  'deadlines',
  'tasks',
  'decisions',
  'documents',
  'notify',
  'watch',
  'files',
  'search',
  'live',
  'reports',
  'views',
  'sheets',
  'work',
  'privacy',
  'actions',
  'reactions',
  'pipeline',
  'process',
  'mail',
  'openapi',
  'http',
]
const withoutFloor = foldersOf('kernel').filter((name) => ![...floors, 'testing'].includes(name))
if (withoutFloor.length > 0)
  throw new Error(
    `Give these folders of the kernel their floor (.dependency-cruiser.cjs): ${withoutFloor.join(', ')}`,
  )

/**
 * The floors of the screens. A step's own screens (`modules/<step>/web`) stand on `webOpen` and are handed to
 * the frame by `web/steps.ts`.
 */
const webFloors = [
  'words',
  'ground',
  'fields',
  'figures',
  'account',
  'privacy',
  'studio',
  'record',
  'inbox',
  'home',
  'shell',
]
const webOpen = ['words', 'ground', 'fields', 'figures', 'record', 'testing']
const withoutPlace = foldersOf('web').filter((name) => ![...webFloors, 'testing', 'public'].includes(name))
if (withoutPlace.length > 0)
  throw new Error(
    `Give these folders of the screens their floor (.dependency-cruiser.cjs): ${withoutPlace.join(', ')}`,
  )

/** Tests may use the test runner and the shared database; what is shipped may not. */
const tests = '\\.test\\.tsx?$|(^|/)test[A-Z][^/]*\\.tsx?$'

const packagesOf = (workspace) => {
  const file = `${workspace}/package.json`
  return existsSync(file) ? Object.keys(JSON.parse(readFileSync(file, 'utf8')).dependencies ?? {}) : []
}
const inside = (...packages) =>
  `node_modules/(${packages.map((name) => name.replace(/[.]/g, '\\.')).join('|') || '$^'})/`
const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to })

/** A workspace's package.json is the whole list of the packages its code may import. */
const ownPackagesOnly = (name, path, pathNot, ...workspaces) =>
  forbid(
    `${name}-names-its-packages`,
    `${name} may import only the packages named in ${workspaces.join(' and ')}/package.json.`,
    { path, pathNot: pathNot ? `${tests}|${pathNot}` : tests },
    { path: 'node_modules/', pathNot: inside(...workspaces.flatMap(packagesOf)) },
  )

/**
 * The specifier without its `?url`, where that is a file of a package the screens name; nothing otherwise.
 */
const assetFile = (specifier) => {
  const file = specifier.replace(/\?url$/, '')
  if (!['web', 'model'].flatMap(packagesOf).some((name) => file.startsWith(`${name}/`))) return undefined
  try {
    return createRequire(resolve('web/package.json')).resolve(file)
  } catch {
    return undefined
  }
}

/**
 * Assets that Vite hands over by their address. The resolver knows no `?url`, so whether the file is there is
 * asked of node.
 */
const liveAssets = () => {
  const screens = readdirSync('.')
    .filter((name) => ['web', 'modules'].includes(name))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true })
        .filter((path) => /\.tsx?$/.test(path) && !/(^|[/\\])node_modules[/\\]/.test(path))
        .map((path) => join(folder, path)),
    )
  const specifiers = screens.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"]([^'".][^'"]*\?url)['"]/g)].map(
      (match) => match[1],
    ),
  )
  return [...new Set(specifiers)].filter(assetFile)
}
/** Programs start what is built once it is built; until then it lies nowhere. */
const whatTheBuildMakes = '^\\.\\./dist/server/(main|cli)\\.js$'
const exactly = (specifiers) =>
  `^(${specifiers.map((name) => name.replace(/[.?$^*+()[\]{}|\\]/g, '\\$&')).join('|') || '$^'})$`

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'If two files need each other they are one file, or a third is missing. (A type may point back: it is gone when the code runs.)',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid(
      'no-dead-imports',
      'An import must lead somewhere.',
      {},
      { couldNotResolve: true, pathNot: [exactly(liveAssets()), whatTheBuildMakes] },
    ),
    forbid(
      'model-is-pure',
      'model/ runs in the browser and on the server: no node, no other workspace.',
      { path: '^model/', pathNot: tests },
      { pathNot: ['^model/', inside('zod', 'decimal.js', '@bpmn-io/lezer-feel', 're2js')] },
    ),
    forbid(
      'kernel-knows-no-business',
      'The kernel serves any definition: it imports model/ only.',
      { path: '^kernel/', pathNot: tests },
      { path: '^(modules|web|geometry)/' },
    ),
    ...floors
      .slice(0, -1)
      .map((floor, i) =>
        forbid(
          `${floor}-knows-no-higher-floor`,
          'A folder of the kernel imports those on the floors below it (.dependency-cruiser.cjs); types count too.',
          { path: `^kernel/${floor}/`, pathNot: tests },
          { path: `^kernel/(${floors.slice(i + 1).join('|')})/` },
        ),
      ),
    forbid(
      'the-kernel-is-wired-above-its-folders',
      'Files beside the folders of the kernel put them together; no folder knows them.',
      { path: '^kernel/[^/]+/', pathNot: `${tests}|^kernel/testing/` },
      { path: '^kernel/[^/]+\\.ts$' },
    ),
    forbid(
      'geometry-stands-alone',
      'geometry/ is drawings in, measures out: it knows no kernel and no business.',
      { path: '^geometry/', pathNot: tests },
      { path: '^(kernel|modules|web|server)/' },
    ),
    forbid(
      'modules-are-handed-their-tools',
      'Business code gets database, mail, files and user through `work`; it imports model/, geometry/ and other modules.',
      { path: '^modules/', pathNot: `${tests}|/web/` },
      { pathNot: ['^(model|geometry|modules)/', inside(...packagesOf('modules'))] },
    ),
    forbid(
      'modules-by-their-index',
      'Use another module through its index.ts.',
      { path: '^modules/([^/]+)/', pathNot: tests },
      { path: '^modules/[^/]+/', pathNot: ['^modules/$1/', '^modules/[^/]+/index\\.ts$'] },
    ),
    ...flow
      .slice(0, -1)
      .map((step, i) =>
        forbid(
          `${step}-knows-no-later-step`,
          'A step imports earlier ones; later ones are told by events.',
          { path: `^modules/${step}/`, pathNot: tests },
          { path: `^modules/(${flow.slice(i + 1).join('|')})/` },
        ),
      ),
    forbid(
      'business-code-draws-no-screens',
      'Screens import the business, never the other way.',
      { path: '^modules/', pathNot: `${tests}|/web/` },
      { path: '^(web|modules/[^/]+/web)/' },
    ),
    forbid(
      'web-stays-off-the-server',
      'Code for the browser imports model/ and web/; it meets the server over HTTP.',
      { path: '^(web|modules/[^/]+/web)/' },
      { path: '^(kernel|server|geometry)/' },
    ),
    ...webFloors
      .slice(0, -1)
      .map((floor, i) =>
        forbid(
          `${floor}-draws-nothing-above-it`,
          'A folder of the screens imports those on the floors below it (.dependency-cruiser.cjs).',
          { path: `^web/${floor}/`, pathNot: tests },
          { path: `^web/(${webFloors.slice(i + 1).join('|')})/` },
        ),
      ),
    forbid(
      'screens-of-a-step-stand-on-the-ground',
      `The screens of a step import of web/ only ${webOpen.join(', ')}.`,
      { path: '^modules/[^/]+/web/' },
      { path: '^web/', pathNot: `^web/(${webOpen.join('|')})/` },
    ),
    forbid(
      'the-frame-is-handed-the-steps',
      'web/ knows no step; web/steps.ts hands it what steps draw.',
      { path: '^web/[^/]+/', pathNot: tests },
      { path: '^modules/' },
    ),
    forbid(
      'server-code-is-wired-by-the-server',
      'Only server/, bench/ and e2e/ put the parts together.',
      { path: '^(model|kernel|geometry|modules|web)/', pathNot: tests },
      { path: '^(server|bench|e2e)/' },
    ),
    ownPackagesOnly('kernel', '^kernel/', '', 'kernel'),
    ownPackagesOnly('geometry', '^geometry/', '', 'geometry'),
    ownPackagesOnly('modules', '^modules/', '^modules/[^/]+/web/', 'modules'),
    ownPackagesOnly('web', '^(web|modules/[^/]+/web)/', '^web/testing/', 'web', 'model'),
    ownPackagesOnly('server', '^server/', '', 'server'),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Beside the parts, and nowhere else: a package lies in a `dist` of its own, and a house may lie in a `data`.
    exclude: { path: '^(dist|data)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
