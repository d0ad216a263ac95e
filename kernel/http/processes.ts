import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { refuse, type ProcessEvent } from '../../model/index.ts'
import { withComment } from '../process/answer.ts'
import { delegate, delegationsOf, revokeDelegation } from '../process/delegations.ts'
import { advanceInstance, startInstance, withdrawInstance } from '../process/instances.ts'
import { pressButton } from '../process/button.ts'
import { runsOf, startsOf } from '../process/runs.ts'
import { processesOf, processOf } from '../process/show.ts'
import { reading, transact, type Tx } from '../workspace/transact.ts'
import { bodyAs, queryText } from './body.ts'
import { onceWhole } from './idempotency.ts'
import { actorOf, administrator, type ServerOptions } from './options.ts'

const said = z.strictObject({ comment: z.string().max(4000).optional() })

/**
 * Processes as the page of a record needs them, and what may be said to one without having a task in it;
 * deputies for a period.
 */
export async function processRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const write = <T>(request: FastifyRequest, run: (tx: Tx) => Promise<T>) =>
    onceWhole(workspace, request, run)
  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id
  const speak = (request: FastifyRequest, event: (by: string) => ProcessEvent) =>
    write(request, async (tx) => {
      // Whoever may read the record may see its processes and speak of them; others are told that there is
      // nothing.
      await processOf(tx, idOf(request))
      await advanceInstance(tx, idOf(request), event(tx.actor.id!))
      return processOf(tx, idOf(request))
    })

  app.get('/api/processes', async (request) => {
    const [object, record, process] = [
      queryText(request, 'object'),
      queryText(request, 'record'),
      queryText(request, 'process'),
    ]
    if (process)
      return runsOf(reading(workspace, administrator(request)), process, queryText(request, 'after'))
    if (!object || !record)
      throw refuse(
        'request_invalid',
        { zh: '请给出 object 和 record', en: 'Say which object and record' },
        { status: 400 },
      )
    return processesOf(reading(workspace, actorOf(request)), object, record)
  })
  app.post('/api/processes', async (request, reply) => {
    const { process, object, record, values } = bodyAs(
      request,
      z.strictObject({
        process: z.string(),
        object: z.string(),
        record: z.string(),
        values: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    const answer = await write(request, async (tx) => {
      await pressButton(tx, process, { object, record })
      return processOf(tx, await startInstance(tx, process, { object, record, values }))
    })
    return reply.code(201).send(answer)
  })
  app.get('/api/processes/starts', async (request) => ({
    items: await startsOf(reading(workspace, administrator(request))),
  }))
  app.get('/api/processes/:id', async (request) =>
    processOf(reading(workspace, actorOf(request)), idOf(request)),
  )
  app.post('/api/processes/:id/withdraw', async (request) => {
    const { comment } = bodyAs(request, said)
    return write(request, async (tx) => {
      await processOf(tx, idOf(request))
      await withdrawInstance(tx, idOf(request), comment)
      return processOf(tx, idOf(request))
    })
  })
  app.post('/api/processes/:id/urge', async (request) =>
    speak(request, (by) => ({ kind: 'urge', by, ...bodyAs(request, said) })),
  )
  app.post('/api/processes/:id/comment', async (request) =>
    speak(request, (by) => ({
      kind: 'comment',
      by,
      ...withComment(bodyAs(request, said.extend({ mention: z.array(z.uuid()).max(50).optional() }))),
    })),
  )

  app.get('/api/delegations', async (request) => ({
    items: await delegationsOf(reading(workspace, actorOf(request)), actorOf(request).id!),
  }))
  app.post('/api/delegations', async (request, reply) => {
    const moment = z.iso.datetime({ offset: true })
    const { person, deputy, from, until } = bodyAs(
      request,
      z.strictObject({
        person: z.uuid().optional(),
        deputy: z.uuid(),
        from: moment.optional(),
        until: moment,
      }),
    )
    return reply.code(201).send(
      await write(request, (tx) =>
        delegate(tx, {
          person: person ?? tx.actor.id!,
          deputy,
          until,
          ...(from !== undefined && { from }),
        }),
      ),
    )
  })
  app.delete('/api/delegations/:id', async (request, reply) => {
    await transact(workspace, actorOf(request), (tx) => revokeDelegation(tx, idOf(request)))
    return reply.code(204).send()
  })
}
