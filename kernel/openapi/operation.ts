import type { JsonSchema } from './fieldSchema.ts'
import { ref } from './objectSchemas.ts'

export interface Told {
  readonly summary: string
  readonly tag: string
  readonly answer?: JsonSchema
  readonly status?: 200 | 201 | 204
  readonly body?: JsonSchema
  /** Other media than JSON. */
  readonly takes?: string
  readonly gives?: readonly string[]
  readonly parameters?: readonly JsonSchema[]
  /** Needs no login. */
  readonly open?: boolean
}

/** One operation; whatever goes wrong is a problem. */
export function operation({
  summary,
  tag,
  answer,
  status = 200,
  body,
  takes = 'application/json',
  gives,
  parameters,
  open,
}: Told): JsonSchema {
  const content = gives
    ? Object.fromEntries(gives.map((type) => [type, {}]))
    : { 'application/json': { schema: answer ?? { type: 'object' } } }
  return {
    summary,
    tags: [tag],
    ...(parameters && parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: { [takes]: { schema: body } } } } : {}),
    ...(open ? { security: [] } : {}),
    responses: {
      [status]: status === 204 ? { description: 'Done' } : { description: 'Done', content },
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

/** A part of the address. */
export const inPath = (name: string): JsonSchema => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
})
/** A parameter behind the question mark. */
export const inQuery = (
  name: string,
  description: string,
  schema: JsonSchema = { type: 'string' },
): JsonSchema => ({ name, in: 'query', description, schema })
/** A header the caller may send. */
export const inHeader = (name: string, description: string): JsonSchema => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
})
/** An object of these properties. */
export const object = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): JsonSchema => ({ type: 'object', properties, ...(required.length > 0 ? { required } : {}) })
/** The shape of every list: `items` and what goes with them. */
export const list = (items: JsonSchema, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema =>
  object({ items: { type: 'array', items }, ...more }, ['items'])
export const string: JsonSchema = { type: 'string' }
/** The parts of an upload beside its file. */
export const upload = (more: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  object({ ...more, file: { type: 'string', contentMediaType: 'application/octet-stream' } }, ['file'])
export const idempotent = inHeader(
  'Idempotency-Key',
  'Sent again with the same key, the first answer comes back',
)
export const problem = ref('Problem')
