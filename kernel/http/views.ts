import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { objectOf } from '../definitions/stored.ts'
import { groupRecords } from '../records/groups.ts'
import { titlesFor } from '../records/titles.ts'
import { checkGroup, checkSum, viewShape } from '../views/checkView.ts'
import { changeView, createView, listViews, mayShareViews, removeView } from '../views/views.ts'
import { reading, transact } from '../workspace/transact.ts'
import { refuse } from '../../model/index.ts'
import { bodyAs, queryText } from './body.ts'
import { versionOf } from './ifMatch.ts'
import { readerOf } from './lists.ts'
import { actorOf, type ServerOptions } from './options.ts'

const roles = z.array(z.string().max(60)).max(50).optional()
const name = z.string().trim().min(1).max(40)
const change = z.strictObject({
  name: name.optional(),
  body: viewShape.optional(),
  roles,
  default_for: roles,
})
const fresh = z.strictObject({ object: z.string(), name, body: viewShape, roles, default_for: roles })
const grouping = z.strictObject({
  where: z.string().optional(),
  by: z.string().max(80).optional(),
  sums: z.array(z.string().max(80)).max(10).optional(),
})

/** How people look at lists, kept for themselves or shared with roles; and lists put together in groups. */
export async function viewRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const idOf = (request: { params: unknown }) => (request.params as { readonly id: string }).id

  app.get('/api/views', async (request) => {
    const tx = reading(workspace, actorOf(request))
    return { items: await listViews(tx, queryText(request, 'object') ?? ''), may_share: mayShareViews(tx) }
  })
  app.post('/api/views', async (request, reply) => {
    const view = bodyAs(request, fresh)
    return reply.code(201).send(await transact(workspace, actorOf(request), (tx) => createView(tx, view)))
  })
  app.patch('/api/views/:id', async (request) => {
    const version = versionOf(request)
    if (version === undefined)
      throw refuse(
        'version_needed',
        { zh: '请用 If-Match 给出您看到的版本', en: 'Say with If-Match which version you saw' },
        { status: 428, field: 'If-Match' },
      )
    const body = bodyAs(request, change)
    return transact(workspace, actorOf(request), (tx) => changeView(tx, idOf(request), body, version))
  })
  app.delete('/api/views/:id', async (request, reply) => {
    await transact(workspace, actorOf(request), (tx) => removeView(tx, idOf(request)))
    return reply.code(204).send()
  })

  app.post('/api/records/:object/groups', async (request) => {
    const tx = reading(workspace, actorOf(request))
    const { where, by, sums = [] } = bodyAs(request, grouping)
    const object = objectOf(tx.definitions, (request.params as { readonly object: string }).object)
    if (by) checkGroup(object, by, 'by')
    for (const [i, sum] of sums.entries()) checkSum(readerOf(tx), object, sum, `sums[${i}]`)
    const answer = await groupRecords(readerOf(tx), object, { where, by, sums })
    const pointers = answer.groups.map(({ value }) => ({ [by ?? 'id']: value }))
    return { ...answer, titles: by ? await titlesFor(tx, object, pointers as never) : {} }
  })
}
