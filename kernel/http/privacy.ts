import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { changePrivacy, privacyRules, traceModes, type PrivacyChange } from '../privacy/rules.ts'
import { forgetPerson } from '../privacy/forget.ts'
import { ownData } from '../privacy/ownData.ts'
import { flushReadings, noteReading, readingsOf } from '../privacy/readings.ts'
import { countRetention } from '../privacy/retention.ts'
import { showPerson } from '../privacy/showPerson.ts'
import { checkScope } from '../access/grants.ts'
import { objectOf } from '../definitions/stored.ts'
import { isId } from '../records/load.ts'
import { refuse } from '../../model/index.ts'
import { transact } from '../workspace/transact.ts'
import { bodyAs, queryText } from './body.ts'
import { onceWhole } from './idempotency.ts'
import { actorOf, administrator, type ServerOptions } from './options.ts'

const changed = z.strictObject({
  trace: z.enum(traceModes).optional(),
  trace_days: z.number().optional(),
  notice: z
    .strictObject({
      text: z.strictObject({
        zh: z.string().trim().min(1).max(8000),
        en: z.string().trim().min(1).max(8000),
      }),
      link: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .nullable(),
    })
    .optional(),
  consent_required: z.boolean().optional(),
  strict_addresses: z.boolean().optional(),
  erase_deleted_days: z.number().nullable().optional(),
  forget_closed_months: z.record(z.string(), z.number()).optional(),
})

/** What a company tells of protected data and asks for it, who read it, and what is held of a person. */
export async function privacyRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  // For everybody who is about to give data, so without a login.
  app.get('/api/privacy', async () => {
    const { notice, consent_required } = await privacyRules(workspace)
    return { notice, consent_required }
  })
  app.get('/api/settings/privacy', async (request) => {
    administrator(request)
    return privacyRules(workspace)
  })
  app.put('/api/settings/privacy', async (request) => {
    const change = bodyAs(request, changed) as PrivacyChange
    return transact(workspace, administrator(request), (tx) => changePrivacy(tx, change))
  })
  app.post('/api/settings/privacy/count', async (request) => {
    administrator(request)
    const asked = bodyAs(request, changed.pick({ erase_deleted_days: true, forget_closed_months: true }))
    return countRetention(workspace, {
      erase_deleted_days: asked.erase_deleted_days ?? null,
      forget_closed_months: asked.forget_closed_months ?? {},
    })
  })

  app.get('/api/me/data', async (request, reply) => {
    const actor = actorOf(request)
    checkScope(actor, objectOf(workspace.definitions, 'user'), 'administer')
    await flushReadings(workspace)
    return asFile(reply, `guantong-${actor.name}`, await transact(workspace, actor, ownData))
  })
  app.get('/api/records/:object/:id/person', async (request, reply) => {
    const { object, id } = recordIn(request)
    const actor = administrator(request)
    await flushReadings(workspace)
    const shown = await transact(workspace, actor, (tx) => showPerson(tx, object, id))
    for (const one of shown.records)
      noteReading(workspace, {
        actor,
        address: request.ip,
        object: one.object,
        record: one.id,
        how: 'person',
        levels: ['personal'],
        rows: 1,
      })
    return asFile(reply, `${object}-${id.slice(0, 8)}`, shown)
  })
  app.post('/api/records/:object/:id/forget_person', async (request) => {
    const { object, id } = recordIn(request)
    administrator(request)
    return onceWhole(workspace, request, (tx) => forgetPerson(tx, object, id))
  })

  app.get('/api/readings', async (request) => {
    administrator(request)
    const [person, record, object, after] = ['person', 'record', 'object', 'after'].map((name) =>
      queryText(request, name),
    )
    for (const [name, id] of [
      ['person', person],
      ['record', record],
    ] as const)
      if (id !== undefined && !isId(id)) throw wrong(name)
    if (after !== undefined && !/^\d{1,18}$/.test(after)) throw wrong('after')
    await flushReadings(workspace)
    return readingsOf(workspace, { person, record, object, after })
  })
}

const recordIn = (request: FastifyRequest) => {
  const { object, id } = request.params as { object: string; id: string }
  if (!isId(id)) throw wrong('id')
  return { object, id }
}

const asFile = (reply: FastifyReply, name: string, content: object) =>
  reply
    .type('application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.json`)}`)
    .send(JSON.stringify(content, null, 2))

const wrong = (field: string) =>
  refuse(
    'request_invalid',
    { zh: `参数“${field}”无效`, en: `"${field}" is not valid` },
    { status: 400, field },
  )
