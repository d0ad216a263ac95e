import { isAdministrator, mayReadAny } from '../access/grants.ts'
import type { Tx } from '../workspace/transact.ts'
import type { JsonSchema } from './fieldSchema.ts'
import { housePaths } from './housePaths.ts'
import { objectPaths } from './objectPaths.ts'
import { objectSchemas, ref } from './objectSchemas.ts'

/**
 * The API as OpenAPI 3.1, made from the merged definitions and cut to the caller's rights: an object that may
 * not be read is not named, nor a hidden field, and nothing in it comes from data.
 */
export function describeApi(tx: Pick<Tx, 'definitions' | 'actor'>, language: 'zh' | 'en'): JsonSchema {
  const { definitions, actor } = tx
  const objects = Object.values(definitions.objects).filter((object) =>
    mayReadAny(definitions, object, actor),
  )
  const visible = new Set(objects.map((object) => object.name))
  const reports = Object.values(definitions.reports)
    .filter(
      (report) =>
        visible.has(report.object) &&
        (!report.roles || report.roles.some((role) => actor.roles.includes(role))),
    )
    .map((report) => report.name)
  return {
    openapi: '3.1.1',
    info: {
      title: language === 'en' ? 'Guantong' : '贯通',
      version: String(definitions.version),
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    security: [{ session: [] }, { key: [] }],
    tags: objects.map((object) => ({
      name: object.name,
      description: language === 'en' ? (object.label.en ?? object.name) : object.label.zh,
    })),
    paths: Object.assign(
      {},
      housePaths(definitions, { reports, admin: isAdministrator(actor) }),
      ...objects.map((object) => objectPaths(tx, object, language)),
    ) as JsonSchema,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'guantong_session' },
        key: { type: 'http', scheme: 'bearer' },
      },
      responses: {
        Problem: {
          description: 'RFC 9457 problem details',
          content: { 'application/problem+json': { schema: ref('Problem') } },
        },
      },
      schemas: {
        ...fixedSchemas,
        ...(Object.assign(
          {},
          ...objects.map((object) => objectSchemas(tx, object, { language, visible })),
        ) as object),
      },
    },
  }
}

const text = { type: 'string' } as const
const count = { type: 'integer', minimum: 0 } as const
const either = { type: ['string', 'null'] } as const

const fault = { column: either, field: either, code: text, detail: text, value: either, suggestion: text }

const fixedSchemas: Readonly<Record<string, JsonSchema>> = {
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'code', 'detail'],
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' },
      code: { ...text, description: 'Stable; programs go by it' },
      detail: { ...text, description: "A sentence in the caller's language" },
      field: text,
      missing: {
        type: 'array',
        items: { type: 'object', required: ['code', 'detail'], properties: { code: text, detail: text } },
      },
      faults: {
        type: 'array',
        description: 'Every field at fault, where several are known at once; `field` is the first of them',
        items: {
          type: 'object',
          required: ['field', 'code', 'detail'],
          properties: { field: text, code: text, detail: text },
        },
      },
      data: { type: 'object' },
    },
  },
  TimelineEntry: {
    type: 'object',
    properties: {
      id: text,
      at: { type: 'string', format: 'date-time' },
      name: text,
      actor: either,
      actor_name: text,
      cause: either,
      payload: { type: 'object' },
    },
  },
  ImportReport: {
    type: 'object',
    required: ['rows', 'created', 'updated', 'unchanged', 'faulty', 'faults'],
    properties: {
      dry_run: { type: 'boolean' },
      mode: { enum: ['create', 'update', 'upsert'] },
      header_row: count,
      columns: { type: 'array', items: { type: 'object', properties: { name: text, field: either } } },
      rows: count,
      created: count,
      updated: count,
      unchanged: count,
      faulty: count,
      created_missing: { type: 'object', additionalProperties: count },
      faults_total: count,
      faults: { type: 'array', items: { type: 'object', properties: { row: count, ...fault } } },
      groups: {
        type: 'array',
        items: { type: 'object', properties: { ...fault, rows: count, first_row: count } },
      },
    },
  },
}
