import type { JsonSchema } from './fieldSchema.ts'
import { idempotent, inPath, inQuery, list, object, operation, string } from './operation.ts'

const anything = { type: 'object' } as const
const id = inPath('id')

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
export const inboxPaths: Readonly<Record<string, JsonSchema>> = {
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
