import { pipelinesOf, type ActionDef, type ObjectDef } from '../../model/index.ts'
import { grantsOf, mayAct, mayCreate, mayExport, mayImport, parentOf } from '../access/grants.ts'
import type { Tx } from '../workspace/transact.ts'
import { describedField, type JsonSchema } from './fieldSchema.ts'
import { ref } from './objectSchemas.ts'
import {
  idempotent,
  inHeader,
  inPath,
  inQuery,
  list,
  object as shape,
  operation,
  problem,
  string,
  upload,
} from './operation.ts'

const sheets = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']
const format = inQuery('format', 'csv or xlsx', { type: 'string', enum: ['csv', 'xlsx'], default: 'xlsx' })
const ifMatch = inHeader('If-Match', 'Version that was read; another one refuses changed_meanwhile')
const where = inQuery(
  'where',
  'FEEL condition over the record; on protected fields only as the body of /query',
)

/** The routes of one object as far as the caller may use them, its actions with their inputs included. */
export function objectPaths(
  tx: Pick<Tx, 'definitions' | 'actor'>,
  def: ObjectDef,
  language: 'zh' | 'en',
): Readonly<Record<string, JsonSchema>> {
  const { definitions, actor } = tx
  const tag = def.name
  const record = ref(def.name)
  const base = `/api/records/${def.name}`
  const grants = grantsOf(parentOf(def) ? definitions.objects[parentOf(def)!.object]! : def, actor)
  const may = {
    create: mayCreate(definitions, def, actor),
    update: actor.trusted || grants.some((grant) => grant.update),
    delete: actor.trusted || grants.some((grant) => grant.delete),
  }
  const say = (zh: string, en: string) =>
    language === 'en' ? `${en}: ${def.label.en ?? def.name}` : `${zh}${def.label.zh}`
  const described = {
    allOf: [
      record,
      shape({
        _title: string,
        _titles: { type: 'object' },
        _actions: { type: 'array', items: string },
        _may: { type: 'object' },
        _gate: { anyOf: [{ type: 'object' }, { type: 'null' }] },
        _deadlines: { type: 'array', items: { type: 'object' } },
        _locked: { type: 'boolean' },
      }),
    ],
  }
  const query = [
    where,
    inQuery('sort', 'Indexed field, minus for descending'),
    inQuery('limit', '1 to 500', { type: 'integer', minimum: 1, maximum: 500, default: 50 }),
    inQuery('after', 'Cursor of the page before'),
    inQuery(
      'fields',
      'Fields to answer, by comma; customer.name goes along one reference, null where the caller may not read it',
    ),
    inQuery('count', 'true counts to 1,001, exact to the end', { enum: ['true', 'exact'] }),
  ]
  const page = list(record, {
    next: { anyOf: [string, { type: 'null' }] },
    count: { type: 'integer' },
    count_capped: { type: 'boolean' },
    titles: { type: 'object', additionalProperties: string },
  })
  const strings = { type: 'array', items: string }
  const question = shape({
    where: string,
    sort: string,
    after: string,
    fields: strings,
    limit: { type: 'integer', minimum: 1, maximum: 500 },
    count: { enum: [true, false, 'exact'] },
    titles: { type: 'boolean' },
    deleted: { type: 'boolean' },
  })
  const taken = shape({
    format: { type: 'string', enum: ['csv', 'xlsx'] },
    where: string,
    sort: string,
    fields: strings,
  })
  const result = shape({ ok: { type: 'boolean' }, id: string, problem }, ['ok'])
  const actions = Object.values(definitions.actions[def.name] ?? {}).filter((action) =>
    mayAct(definitions, def, action, actor),
  )
  const moved =
    may.update && pipelinesOf(definitions, def.name).some((pipeline) => pipeline.moved_by !== 'actions')
  return {
    [base]: {
      get: operation({ summary: say('查询', 'List'), tag, parameters: query, answer: page }),
      ...(may.create
        ? {
            post: operation({
              summary: say('新建', 'Create'),
              tag,
              status: 201,
              parameters: [idempotent],
              body: ref(`${def.name}_draft`),
              answer: record,
            }),
          }
        : {}),
    },
    [`${base}/query`]: {
      post: operation({
        summary: say('在正文中查询', 'List, asked by a body'),
        tag,
        body: question,
        answer: page,
      }),
    },
    ...(may.create || may.update
      ? {
          [`${base}/bulk`]: {
            post: operation({
              summary: say('批量写入', 'Create or change many'),
              tag,
              parameters: [idempotent],
              body: shape({
                create: { type: 'array', items: ref(`${def.name}_draft`) },
                update: { type: 'array', items: { type: 'object' } },
              }),
              answer: shape({ results: { type: 'array', items: result } }, ['results']),
            }),
          },
        }
      : {}),
    ...(mayImport(definitions, def, actor)
      ? {
          [`${base}/import`]: {
            post: operation({
              summary: say('导入', 'Import'),
              tag,
              parameters: [
                inQuery('dry_run', 'true writes nothing', { enum: ['true', 'false'] }),
                idempotent,
              ],
              takes: 'multipart/form-data',
              body: upload({ options: { type: 'string', contentMediaType: 'application/json' } }),
              answer: ref('ImportReport'),
            }),
          },
          [`${base}/template`]: {
            get: operation({
              summary: say('导入模板', 'Template for import'),
              tag,
              parameters: [format],
              gives: sheets,
            }),
          },
        }
      : {}),
    ...(mayExport(def, actor)
      ? {
          [`${base}/export`]: {
            get: operation({
              summary: say('导出', 'Export'),
              tag,
              parameters: [
                format,
                where,
                inQuery('sort', 'Indexed field, minus for descending'),
                inQuery('fields', 'Columns, by comma'),
              ],
              gives: sheets,
            }),
            post: operation({
              summary: say('在正文中导出', 'Export, asked by a body'),
              tag,
              body: taken,
              gives: sheets,
            }),
          },
        }
      : {}),
    [`${base}/{id}`]: {
      parameters: [inPath('id')],
      get: operation({ summary: say('查看', 'Read'), tag, answer: described }),
      ...(may.update
        ? {
            patch: operation({
              summary: say('修改', 'Change'),
              tag,
              parameters: [ifMatch],
              body: ref(`${def.name}_patch`),
              answer: record,
            }),
          }
        : {}),
      ...(may.delete
        ? { delete: operation({ summary: say('删除', 'Delete'), tag, status: 204, parameters: [ifMatch] }) }
        : {}),
    },
    ...(may.delete
      ? {
          [`${base}/{id}/restore`]: {
            post: operation({
              summary: say('恢复', 'Restore'),
              tag,
              parameters: [idempotent],
              answer: record,
            }),
            parameters: [inPath('id')],
          },
        }
      : {}),
    [`${base}/{id}/timeline`]: {
      get: operation({
        summary: say('时间线', 'Timeline'),
        tag,
        parameters: [inQuery('after', 'Cursor of the page before')],
        answer: list(ref('TimelineEntry'), { next: { anyOf: [string, { type: 'null' }] } }),
      }),
      parameters: [inPath('id')],
    },
    ...(moved
      ? {
          [`${base}/{id}/move_stage`]: {
            post: operation({
              summary: say('推进阶段', 'Move to another stage'),
              tag,
              parameters: [idempotent],
              body: shape({ to: string, lost_reason: string, lost_note: string }, ['to']),
              answer: record,
            }),
            parameters: [inPath('id')],
          },
        }
      : {}),
    ...Object.fromEntries(
      actions.map((action) => [
        action.collective ? `${base}/${action.name}` : `${base}/{id}/${action.name}`,
        actionPath(action, tag, language),
      ]),
    ),
  }
}

function actionPath(action: ActionDef, tag: string, language: 'zh' | 'en'): JsonSchema {
  const fields = Object.entries(action.input ?? {})
  const required = fields
    .filter(([, field]) => field.required && field.default === undefined)
    .map(([name]) => name)
  const body = {
    ...shape(
      Object.fromEntries(
        fields.map(([name, field]) => [
          name,
          describedField(name, field, language, { nullable: !field.required, output: false }),
        ]),
      ),
      required,
    ),
    additionalProperties: false,
  }
  const label = language === 'en' ? (action.label.en ?? action.name) : action.label.zh
  return {
    post: {
      ...operation({ summary: label, tag, parameters: [idempotent], body, answer: {} }),
      ...(action.when ? { description: `\`${action.when}\`` } : {}),
    },
    ...(action.collective ? {} : { parameters: [inPath('id')] }),
  }
}
