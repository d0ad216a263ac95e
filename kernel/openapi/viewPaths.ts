import type { JsonSchema } from './fieldSchema.ts'
import { inPath, inQuery, list, object, operation, string } from './operation.ts'

const names = { type: 'array', items: string } as const
const body = { type: 'object', description: 'columns, sort, f, where, group, sums, view, density' } as const

/** How people look at lists, and lists put together in groups. */
export const viewPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/views': {
    get: operation({
      summary: 'Views of a list: the own ones and those shared with a role',
      tag: 'records',
      parameters: [inQuery('object', 'Name of the object')],
      answer: list({ type: 'object' }),
    }),
    post: operation({
      summary: 'Save a view, for oneself or for roles',
      tag: 'records',
      status: 201,
      body: object({ object: string, name: string, body, roles: names, default_for: names }, [
        'object',
        'name',
        'body',
      ]),
    }),
  },
  '/api/views/{id}': {
    parameters: [inPath('id')],
    patch: operation({
      summary: 'Change a view of the version that was seen (If-Match)',
      tag: 'records',
      body: object({ name: string, body, roles: names, default_for: names }),
    }),
    delete: operation({ summary: 'Delete a view', tag: 'records', status: 204 }),
  },
  '/api/records/{object}/groups': {
    parameters: [inPath('object')],
    post: operation({
      summary: 'Counts and sums of a list by the values of a field',
      tag: 'records',
      body: object({ where: string, by: string, sums: names }),
    }),
  },
}
