import type { JsonSchema } from './fieldSchema.ts'
import { idempotent, inPath, inQuery, list, object, operation, string } from './operation.ts'

const whole = { type: 'integer' } as const
const text = object({ zh: string, en: string }, ['zh', 'en'])
const months = { type: 'object', additionalProperties: whole } as const
const noticeOf = (version: object) => object({ text, link: { type: ['string', 'null'] }, ...version })
const retention = { erase_deleted_days: { type: ['integer', 'null'] }, forget_closed_months: months }
const decided = {
  trace: { enum: ['off', 'records', 'lists'] },
  trace_days: whole,
  consent_required: { type: 'boolean' },
  ...retention,
}
const counts = { type: 'object', additionalProperties: whole } as const
const tag = 'privacy'

/** What anybody may ask of personal data: what the company says of it, and the own. */
export const privacyPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/privacy': {
    get: operation({
      summary: 'The privacy notice, without a login',
      tag,
      open: true,
      answer: object({ notice: noticeOf({ version: whole }), consent_required: { type: 'boolean' } }),
    }),
  },
  '/api/me/data': {
    get: operation({ summary: 'Everything that is held of who asks', tag, answer: { type: 'object' } }),
  },
}

const record = [inPath('object'), inPath('id')]
const readings = [
  inQuery('person', 'Who read'),
  inQuery('record', 'What was read'),
  inQuery('object', 'Object'),
  inQuery('after', 'Cursor'),
]

export const adminPrivacyPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/settings/privacy': {
    get: operation({
      summary: 'Notice, traces and retention',
      tag,
      answer: object({ ...decided, notice: noticeOf({ version: whole }) }),
    }),
    put: operation({
      summary: 'Change some of them',
      tag,
      body: object({ ...decided, notice: noticeOf({}) }),
      answer: object({ ...decided, notice: noticeOf({ version: whole }) }),
    }),
  },
  '/api/settings/privacy/count': {
    post: operation({
      summary: 'What a retention would take now',
      tag,
      body: object(retention),
      answer: object({ erase: counts, forget: counts }),
    }),
  },
  '/api/readings': {
    get: operation({
      summary: 'Who read protected fields',
      tag,
      parameters: readings,
      answer: list({ type: 'object' }, { next: { type: ['string', 'null'] } }),
    }),
  },
  '/api/records/{object}/{id}/person': {
    parameters: record,
    get: operation({ summary: 'What is held of the person of a record', tag, answer: { type: 'object' } }),
  },
  '/api/records/{object}/{id}/forget_person': {
    parameters: record,
    post: operation({
      summary: 'Remove the personal data of that person for good',
      tag,
      parameters: [idempotent],
      answer: object({
        records: { type: 'array', items: { type: 'object' } },
        files: whole,
        look_at: { type: 'array', items: { type: 'object' } },
      }),
    }),
  },
}
