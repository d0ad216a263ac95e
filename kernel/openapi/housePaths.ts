import { definitionKinds, type Definitions } from '../../model/index.ts'
import { accessPaths, adminAccessPaths } from './accessPaths.ts'
import type { JsonSchema } from './fieldSchema.ts'
import { adminPrivacyPaths, privacyPaths } from './privacyPaths.ts'
import { viewPaths } from './viewPaths.ts'
import { idempotent, inPath, inQuery, list, object, operation, string, upload } from './operation.ts'

const anything = { type: 'object' } as const
const id = inPath('id')

/** The routes that are the same in every company. */
export function housePaths(
  definitions: Definitions,
  { reports, admin }: { readonly reports: readonly string[]; readonly admin: boolean },
): Readonly<Record<string, JsonSchema>> {
  return {
    ...accessPaths,
    ...privacyPaths,
    ...definitionPaths(admin),
    ...termPaths,
    ...viewPaths,
    ...filePaths,
    ...inboxPaths,
    ...reportPaths(reports),
    ...outsidePaths(definitions),
    ...(admin ? { ...adminPaths, ...adminAccessPaths, ...adminPrivacyPaths } : {}),
  }
}

const kind = { name: 'kind', in: 'path', required: true, schema: { enum: [...definitionKinds] } }

function definitionPaths(admin: boolean): Readonly<Record<string, JsonSchema>> {
  const all = {
    '/api/definitions': {
      get: operation({
        summary: 'What the caller may see of the definitions',
        tag: 'definitions',
        parameters: [{ name: 'If-None-Match', in: 'header', schema: string }],
      }),
    },
  }
  if (!admin) return all
  const at = '/api/definitions/{kind}/{name}'
  const parameters = [kind, inPath('name')]
  return {
    ...all,
    [at]: {
      parameters,
      get: operation({ summary: 'A definition with its draft', tag: 'definitions' }),
      put: operation({ summary: 'Save the draft of a change', tag: 'definitions', body: anything }),
    },
    [`${at}/publish`]: { parameters, post: operation({ summary: 'Publish the draft', tag: 'definitions' }) },
    [`${at}/versions`]: {
      parameters,
      get: operation({ summary: 'Versions, newest first', tag: 'definitions', answer: list(anything) }),
    },
    [`${at}/restore`]: {
      parameters,
      post: operation({
        summary: 'Publish an earlier version again',
        tag: 'definitions',
        body: object({ version: { type: 'integer' } }, ['version']),
      }),
    },
  }
}

const term = object({
  name: string,
  value: string,
  unit: string,
  shipped: string,
  may_change: { type: 'boolean' },
})
const termPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/terms': {
    get: operation({
      summary: 'Periods, limits and shares of the company',
      tag: 'definitions',
      answer: list(term),
    }),
  },
  '/api/terms/{name}': {
    parameters: [inPath('name')],
    put: operation({
      summary: 'Change what a term is worth; null is the shipped value again',
      tag: 'definitions',
      answer: term,
      body: object({ value: { type: ['string', 'null'] }, edited_by: { type: 'array', items: string } }),
    }),
  },
}

const file = object({
  id: string,
  name: string,
  size: { type: 'integer' },
  type: string,
  kind: string,
  purpose: { type: ['string', 'null'] },
  created_at: string,
})
const filePaths: Readonly<Record<string, JsonSchema>> = {
  '/api/files': {
    post: operation({
      summary: 'Upload a file',
      tag: 'files',
      status: 201,
      parameters: [idempotent],
      takes: 'multipart/form-data',
      body: upload({ object: string, record: string, purpose: string }),
      answer: file,
    }),
    get: operation({
      summary: 'Files on a record',
      tag: 'files',
      parameters: [
        { ...inQuery('object', 'Object of the record'), required: true },
        { ...inQuery('record', 'Id of the record'), required: true },
      ],
      answer: list(file),
    }),
  },
  '/api/files/{id}': {
    parameters: [id],
    get: operation({
      summary: 'The bytes',
      tag: 'files',
      parameters: [inQuery('inline', '1 shows a safe type in the browser')],
      gives: ['application/octet-stream'],
    }),
    delete: operation({ summary: 'Remove a file', tag: 'files', status: 204 }),
  },
}

const verbs = [
  'complete',
  'approve',
  'reject',
  'return',
  'fill',
  'transfer',
  'delegate',
  'add_signer',
  'urge',
  'comment',
  'retry',
  'skip',
]
const comment = { comment: string } as const
const inboxPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/tasks': {
    get: operation({
      summary: 'My tasks',
      tag: 'inbox',
      parameters: [inQuery('state', 'open or done', { enum: ['open', 'done'] }), inQuery('after', 'Cursor')],
      answer: list(anything, { next: { type: ['string', 'null'] }, count: { type: 'integer' } }),
    }),
  },
  '/api/tasks/{id}/{verb}': {
    parameters: [id, { name: 'verb', in: 'path', required: true, schema: { enum: verbs } }],
    post: operation({
      summary: 'Do what a task asks for',
      tag: 'inbox',
      parameters: [idempotent],
      body: object({
        ...comment,
        outcome: string,
        values: anything,
        to: string,
        mode: { enum: ['rerun', 'straight_back'] },
        until: string,
        who: string,
        where: { enum: ['before', 'after', 'beside'] },
        mention: { type: 'array', items: string },
      }),
    }),
  },
  '/api/processes': {
    get: operation({
      summary: 'Processes of a record',
      tag: 'inbox',
      parameters: [
        inQuery('object', 'Object of the record'),
        inQuery('record', 'Id of the record'),
        inQuery('process', 'For administrators: all runs of a process'),
        inQuery('after', 'Cursor of its runs'),
      ],
      answer: list(anything, { names: anything, startable: { type: 'array', items: anything } }),
    }),
    post: operation({
      summary: 'Start a process',
      tag: 'inbox',
      parameters: [idempotent],
      body: object({ process: string, object: string, record: string, values: anything }, [
        'process',
        'object',
        'record',
      ]),
    }),
  },
  '/api/processes/{id}': {
    parameters: [id],
    get: operation({ summary: 'A run of a process', tag: 'inbox', answer: anything }),
  },
  '/api/processes/{id}/{verb}': {
    parameters: [
      id,
      { name: 'verb', in: 'path', required: true, schema: { enum: ['withdraw', 'urge', 'comment'] } },
    ],
    post: operation({
      summary: 'Withdraw, urge or comment',
      tag: 'inbox',
      parameters: [idempotent],
      body: object({ ...comment, mention: { type: 'array', items: string } }),
    }),
  },
  '/api/delegations': {
    get: operation({ summary: 'Who acts for whom', tag: 'inbox', answer: list(anything) }),
    post: operation({
      summary: 'Let somebody act for me',
      tag: 'inbox',
      status: 201,
      parameters: [idempotent],
      body: object({ deputy: string, from: string, until: string, person: string }, ['deputy', 'until']),
    }),
  },
  '/api/delegations/{id}': {
    parameters: [id],
    delete: operation({ summary: 'End it', tag: 'inbox', status: 204 }),
  },
  '/api/notifications': {
    get: operation({
      summary: 'My notices',
      tag: 'inbox',
      answer: list(anything, { unread: { type: 'integer' } }),
    }),
  },
  '/api/notifications/read': {
    post: operation({
      summary: 'Mark notices read',
      tag: 'inbox',
      body: object({ ids: { type: 'array', items: string } }),
    }),
  },
  '/api/search': {
    get: operation({
      summary: 'Search',
      tag: 'inbox',
      parameters: [
        { ...inQuery('q', 'Any stretch of a name, pinyin or number'), required: true },
        inQuery('objects', 'Objects, by comma'),
      ],
      answer: list(
        object({ object: string, id: string, title: string, number: { type: ['string', 'null'] } }),
      ),
    }),
  },
  '/api/live': {
    get: operation({ summary: 'Changes as they happen', tag: 'inbox', gives: ['text/event-stream'] }),
  },
}

const reportPaths = (names: readonly string[]): Readonly<Record<string, JsonSchema>> =>
  names.length === 0
    ? {}
    : {
        '/api/reports/{name}/run': {
          parameters: [{ name: 'name', in: 'path', required: true, schema: { enum: [...names] } }],
          post: operation({
            summary: 'Run a report',
            tag: 'reports',
            body: object({ parameters: anything }),
            answer: object({
              groups: { type: 'array', items: anything },
              measures: { type: 'array', items: anything },
              rows: {
                type: 'array',
                items: object({ values: anything, where: string, count: { type: 'integer' } }),
              },
              totals: anything,
              object: string,
              where: string,
            }),
          }),
        },
      }

const call = {
  tag: 'outside',
  status: 201,
  parameters: [idempotent],
  body: anything,
  answer: object({ instance: { type: ['string', 'null'] }, reason: string }),
  open: true,
} as const

function outsidePaths({ intakes, links }: Definitions): Readonly<Record<string, JsonSchema>> {
  const [channels, pages] = [Object.keys(intakes), Object.keys(links)]
  const open = channels.filter((channel) => intakes[channel]!.open)
  return {
    ...(channels.length > 0
      ? {
          '/api/intake/{channel}': {
            parameters: [{ name: 'channel', in: 'path', required: true, schema: { enum: channels } }],
            post: operation({
              summary: `Take in, once per external_id; without a key only ${open.join(', ')}`,
              tag: 'outside',
              status: 201,
              parameters: [idempotent],
              body: object({ external_id: { type: 'string', maxLength: 200 } }),
              open: true,
            }),
          },
        }
      : {}),
    ...(pages.length > 0
      ? {
          '/api/public/{link}/{token}': {
            parameters: [
              { name: 'link', in: 'path', required: true, schema: { enum: pages } },
              inPath('token'),
            ],
            get: operation({ summary: 'What the holder of a token may see', tag: 'outside', open: true }),
            post: operation({
              summary: 'What the holder of a token sends',
              tag: 'outside',
              status: 201,
              parameters: [idempotent],
              body: anything,
              open: true,
            }),
          },
        }
      : {}),
    '/api/hooks/{name}': {
      parameters: [inPath('name'), { name: 'X-Hook-Secret', in: 'header', required: true, schema: string }],
      post: operation({ summary: 'Start the process of a hook, once per Idempotency-Key', ...call }),
    },
    '/api/hooks/{name}/{secret}': {
      parameters: [inPath('name'), inPath('secret')],
      post: operation({
        summary:
          'The same for a sender that can only be given an address, where the process says secret_in_address',
        ...call,
      }),
    },
    '/api/openapi.json': { get: operation({ summary: 'This description', tag: 'outside' }) },
    '/healthz': { get: operation({ summary: 'Alive', tag: 'outside', open: true }) },
    '/readyz': { get: operation({ summary: 'Ready', tag: 'outside', open: true }) },
    '/metrics': {
      get: operation({
        summary: 'Figures for Prometheus, with GUANTONG_METRICS_TOKEN as bearer or for an administrator',
        tag: 'outside',
        gives: ['text/plain'],
      }),
    },
  }
}

const watch = object({
  rules: { type: 'array', items: anything },
  alerts: { type: 'array', items: anything },
})
const adminPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/processes/starts': {
    get: operation({
      summary: 'What starts each process and what is planned',
      tag: 'admin',
      answer: list(anything),
    }),
  },
  '/api/hooks': {
    get: operation({ summary: 'Hooks and whether they have a secret', tag: 'admin', answer: list(anything) }),
  },
  '/api/hooks/{name}/secret': {
    parameters: [inPath('name')],
    put: operation({
      summary: 'A new secret for a hook',
      tag: 'admin',
      answer: object({ name: string, secret: string, address: string }),
    }),
    delete: operation({ summary: 'Close a hook', tag: 'admin', status: 204 }),
  },
  '/api/settings/outgoing': {
    get: operation({
      summary: 'What calls to the outside may reach',
      tag: 'admin',
      answer: object({
        places: { type: 'array', items: anything },
        only_listed: { type: 'boolean' },
        hosts: { type: 'array', items: string },
      }),
    }),
    put: operation({
      summary: 'Allow these and no others',
      tag: 'admin',
      body: object(
        {
          places: {
            type: 'array',
            items: object({ address: string, port: { type: 'integer' }, note: string }, ['address']),
          },
          only_listed: { type: 'boolean' },
          hosts: { type: 'array', items: string },
        },
        ['places'],
      ),
    }),
  },
  '/api/settings/uploads': {
    get: operation({
      summary: 'How much one person may upload',
      tag: 'admin',
      answer: object({ rules: { type: 'array', items: anything } }),
    }),
    put: operation({
      summary: 'Change some of these rules',
      tag: 'admin',
      body: anything,
      answer: object({ rules: { type: 'array', items: anything } }),
    }),
  },
  '/api/settings/watch': {
    get: operation({ summary: 'Alerts of abnormal use and their rules', tag: 'admin', answer: watch }),
    put: operation({
      summary: 'Change some of the rules',
      tag: 'admin',
      body: object({ rules: anything }, ['rules']),
      answer: watch,
    }),
  },
  '/api/failures': {
    get: operation({ summary: 'Reactions that gave up', tag: 'admin', answer: list(anything) }),
  },
}
