import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { refuse, type AnyRow } from '../../model/index.ts'
import { checkScope } from '../access/grants.ts'
import { completeTask } from '../actions/completeTask.ts'
import { markRead, noticesOf } from '../notify/notify.ts'
import { answerTask } from '../process/answer.ts'
import { grouped } from '../records/grouped.ts'
import { listRecords } from '../records/list.ts'
import { loadRecord } from '../records/load.ts'
import { readTitles } from '../records/titles.ts'
import { search } from '../search/index.ts'
import { taskTitle } from '../tasks/tasks.ts'
import { reading, transact, type Tx } from '../workspace/transact.ts'
import { bodyAs, objectBody, queryText } from './body.ts'
import { onceWhole } from './idempotency.ts'
import { readerOf } from './lists.ts'
import { actorOf, type ServerOptions } from './options.ts'

/** What waits for a person: tasks, notices; and the search box. */
export async function inboxRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  app.get('/api/tasks', async (request) => {
    const tx = reading(workspace, actorOf(request))
    const done = queryText(request, 'state') === 'done'
    const page = await listRecords(readerOf(tx), 'task', {
      where: `owner = me and state ${done ? '!=' : '='} "open"`,
      sort: done ? '-created_at' : 'due_at',
      after: queryText(request, 'after'),
      limit: 50,
      count: true,
    })
    return { ...page, items: await withTitles(tx, page.items) }
  })
  app.post('/api/tasks/:id/:verb', async (request) => {
    const { id, verb } = request.params as { id: string; verb: string }
    return onceWhole(workspace, request, async (tx) => {
      const task = await loadRecord(tx, 'task', id)
      if (task.process_instance) return answerTask(tx, id, verb, objectBody(request))
      if (verb !== 'complete')
        throw refuse(
          'verb_unknown',
          { zh: `普通待办没有操作“${verb}”`, en: `An ordinary task has no "${verb}"` },
          { status: 404 },
        )
      return completeTask(
        tx,
        id,
        bodyAs(
          request,
          z.strictObject({
            outcome: z.string().max(60).optional(),
            comment: z.string().max(4000).optional(),
          }),
        ),
      )
    })
  })
  app.get('/api/notifications', async (request) =>
    noticesOf(reading(workspace, actorOf(request)), actorOf(request).id!),
  )
  app.post('/api/notifications/read', async (request) => {
    const { ids } = bodyAs(request, z.strictObject({ ids: z.array(z.uuid()).max(200).optional() }))
    checkScope(actorOf(request), { name: 'notification' }, 'act')
    await transact(workspace, actorOf(request), (tx) => markRead(tx, tx.actor.id!, ids ?? null))
    return {}
  })
  app.get('/api/search', async (request) => {
    const tx = reading(workspace, actorOf(request))
    const objects = queryText(request, 'objects')?.split(',')
    return { items: await search(readerOf(tx), (queryText(request, 'q') ?? '').slice(0, 100), { objects }) }
  })
}

/** Tasks with the names of the records that they are about. */
async function withTitles(tx: Tx, tasks: readonly AnyRow[]): Promise<readonly object[]> {
  const byObject = grouped(
    tasks.filter((task) => task.record && tx.definitions.objects[task.record_object]),
    (task) => task.record_object as string,
  )
  const titles = await readTitles(
    tx,
    [...byObject].map(([object, some]) => ({
      object: tx.definitions.objects[object]!,
      ids: some.map((task) => task.record as string),
    })),
  )
  return tasks.map((task) => ({
    ...task,
    title: taskTitle(task, tx.actor.language),
    assignee: task.owner,
    record_title: titles[task.record] ?? null,
  }))
}
