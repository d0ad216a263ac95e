import type { JsonSchema } from './fieldSchema.ts'
import { inPath, list, object, operation, string } from './operation.ts'

const anything = { type: 'object' } as const

const watch = object({
  rules: { type: 'array', items: anything },
  alerts: { type: 'array', items: anything },
})
export const adminPaths: Readonly<Record<string, JsonSchema>> = {
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
