import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import {
  choice,
  defineAction,
  defineModule,
  defineObject,
  definePipeline,
  fieldKinds,
  formula,
  lines,
  money,
  reference,
  resolve,
  text,
  type Actor,
  type Field,
} from '../../model/index.ts'
import { organisation } from '../organisation/objects.ts'
import { describeApi } from './describeApi.ts'

const secret = defineObject('secret_thing', {
  label: { zh: '机密', en: 'Secret' },
  fields: { what: text() },
  access: { boss: { create: true, read: true } },
})
const order = defineObject('order', {
  label: { zh: '订单', en: 'Order' },
  title: 'name',
  fields: {
    name: text({ required: true }),
    cost: money(),
    grade: choice({ a: { zh: '甲' } }),
    about: reference('secret_thing'),
    rows: lines('order_row', 'order'),
    total: formula('money', 'cost * 2'),
  },
  access: {
    boss: { create: true, read: true, update: true, delete: true, export: true, import: true, actions: true },
    clerk: { read: true, fields: { cost: 'hidden' } },
  },
})
const row = defineObject('order_row', {
  label: { zh: '行', en: 'Row' },
  fields: { order: reference('order', { required: true }), what: text({ required: true }) },
  access: { inherit: 'order' },
})
const everyKind = defineObject('every_kind', {
  label: { zh: '所有类型', en: 'Every kind' },
  access: { boss: { create: true, read: true, update: true } },
  fields: Object.fromEntries(
    Object.keys(fieldKinds)
      .filter((type) => type !== 'lines')
      .map((type) => [
        `f_${type}`,
        { type, to: 'order', choices: { a: { zh: '甲' } }, result: 'money', expression: '1' } as Field,
      ]),
  ),
})
const ship = defineAction(order, 'ship', {
  label: { zh: '发货', en: 'Ship' },
  when: 'grade = "a"',
  input: { carrier: text({ required: true }), weight: money() },
  run: async () => ({}),
})
const flow = definePipeline('order_flow', {
  object: 'order',
  label: { zh: '流程' },
  stages: [{ name: 'new', label: { zh: '新' } }],
})
const definitions = resolve(
  [
    organisation,
    defineModule({
      name: 'tests',
      label: { zh: '测试' },
      objects: [secret, order, row, everyKind],
      actions: [ship],
      pipelines: [flow],
      intakes: [{ channel: 'web', label: { zh: '网站' }, run: async () => ({}) }],
    }),
  ],
  [],
  7,
)

const as = (...roles: string[]): Actor => ({
  id: '0198f0c0-0000-7000-8000-000000000000',
  name: roles.join(),
  roles,
  department: null,
  departments: [],
  language: 'zh',
  trusted: false,
})
const describe = (...roles: string[]): any => describeApi({ definitions, actor: as(...roles) }, 'en')

test.each([['boss'], ['clerk'], ['boss', 'admin']])(
  'what %s is told is valid OpenAPI 3.1',
  async (...roles) => {
    const result = await new Validator().validate(structuredClone(describe(...roles)))
    expect(result.errors ?? []).toEqual([])
    expect(result.valid).toBe(true)
  },
)

test('every reference inside leads somewhere', () => {
  const api = describe('boss', 'admin')
  const text = JSON.stringify(api)
  for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
    expect(Object.keys(api.components.schemas)).toContain(name)
})

test('an object that may not be read is not named, nor a field that is hidden, nor a route that is closed', () => {
  const text = JSON.stringify(describe('clerk'))
  expect(text).not.toContain('secret_thing')
  expect(describe('clerk').components.schemas.order.properties).not.toHaveProperty('cost')
  expect(describe('clerk').components.schemas.order_draft.properties).not.toHaveProperty('cost')
  expect(describe('clerk').paths['/api/records/order']).not.toHaveProperty('post')
  for (const path of ['import', 'export', '{id}/ship', '{id}/restore'])
    expect(describe('clerk').paths).not.toHaveProperty([`/api/records/order/${path}`])
  expect(describe('boss').components.schemas.order.properties).toHaveProperty('cost')
})

test('a draft says what it needs, an action what it takes, and money is a decimal string', () => {
  const {
    components: { schemas },
    paths,
  } = describe('boss')
  expect(schemas.order_draft.required).toEqual(['name'])
  expect(schemas.order_draft.properties).not.toHaveProperty('total')
  expect(schemas.order.properties.total.readOnly).toBe(true)
  expect(schemas.order.properties.cost.anyOf[0]).toMatchObject({ type: 'string', format: 'decimal' })
  expect(schemas.order_draft.properties.rows.items).toEqual({ $ref: '#/components/schemas/order_row_line' })
  expect(schemas.order_row_line.properties).not.toHaveProperty('order')
  const body = paths['/api/records/order/{id}/ship'].post.requestBody.content['application/json'].schema
  expect(body).toMatchObject({ required: ['carrier'], additionalProperties: false })
})

test('every route that docs/api.md names is described', () => {
  const api = describe('boss', 'admin')
  const described = Object.keys(api.paths).map(
    (path) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`),
  )
  const docs = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
  const named = [...docs.matchAll(/(?:^|[ |`])(\/(?:api\/[\w/{}|.]+|healthz|readyz|metrics))/gm)].map(
    (match) =>
      match[1]!
        .replace('{object}/{action}', '{object}')
        .replace('{object}', 'order')
        .replace('{action}', 'ship')
        .replace(/\{[\w|]+\}/g, 'x')
        .replace(/\/$/, ''),
  )
  expect(named.length).toBeGreaterThan(25)
  // No module of this test has pages without login or reports.
  expect(
    named.filter(
      (path) => !/^\/api\/(public|reports)\//.test(path) && !described.some((one) => one.test(path)),
    ),
  ).toEqual([])
})
