import { definitionKinds } from '../../model/index.ts'
import type { JsonSchema } from './fieldSchema.ts'
import { inPath, list, object, operation, string } from './operation.ts'

const anything = { type: 'object' } as const

const kind = { name: 'kind', in: 'path', required: true, schema: { enum: [...definitionKinds] } }

/**
 * What the caller may see of the definitions, and for an administrator how they are changed.
 * @example definitionPaths(true)['/api/definitions/{kind}/{name}/publish']
 */
export function definitionPaths(admin: boolean): Readonly<Record<string, JsonSchema>> {
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
    [`${at}/publish`]: {
      parameters,
      post: operation({
        summary: 'Publish the draft; stages says where records of stages that go away continue',
        tag: 'definitions',
        body: anything,
      }),
    },
    [`${at}/check`]: {
      parameters,
      post: operation({
        summary: 'Faults of the draft, or of a body, and the records it concerns; changes nothing',
        tag: 'definitions',
        body: anything,
      }),
    },
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
export const termPaths: Readonly<Record<string, JsonSchema>> = {
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
      summary:
        'Change what a term is worth; null is the shipped value again; 409 where it is no longer `was`',
      tag: 'definitions',
      answer: term,
      body: object({
        value: { type: ['string', 'null'] },
        was: string,
        edited_by: { type: 'array', items: string },
      }),
    }),
  },
}
