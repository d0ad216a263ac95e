import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { changeUploadRules, uploadRules, uploadRulesOf, type UploadRules } from '../files/quota.ts'
import { allowOutgoing, outgoingOf } from '../process/outgoing.ts'
import { transact } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { bodyAs } from './body.ts'
import { administrator, type ServerOptions } from './options.ts'

/** What an administrator decides for the company as a whole. */
export async function settingRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const place = z.strictObject({
    address: z.string().trim().max(60),
    port: z.number().int().optional(),
    note: z.string().max(200).optional(),
  })
  app.get('/api/settings/outgoing', async (request) => {
    administrator(request)
    return outgoingOf(workspace)
  })
  app.get('/api/settings/uploads', async (request) => {
    administrator(request)
    return describeUploads(workspace)
  })
  app.put('/api/settings/uploads', async (request) => {
    const changed = bodyAs(request, z.strictObject(uploadNumbers))
    await transact(workspace, administrator(request), (tx) => changeUploadRules(tx, changed))
    return describeUploads(workspace)
  })
  app.put('/api/settings/outgoing', async (request) => {
    const host = z.string().trim().toLowerCase().max(200)
    const { places, ...listed } = bodyAs(
      request,
      z.strictObject({
        places: z.array(place),
        only_listed: z.boolean().optional(),
        hosts: z.array(host).max(200).optional(),
      }),
    )
    return transact(workspace, administrator(request), async (tx) => {
      const outgoing = { ...(await outgoingOf(workspace, tx.db)), ...listed, places }
      await allowOutgoing(tx, outgoing)
      return outgoing
    })
  })
}

const uploadNames = Object.keys(uploadRules) as (keyof UploadRules)[]
const uploadNumbers = Object.fromEntries(uploadNames.map((name) => [name, z.number().optional()])) as Record<
  keyof UploadRules,
  z.ZodOptional<z.ZodNumber>
>

/** Each rule with its value, its bounds and what it is called. */
async function describeUploads(workspace: Workspace) {
  const values = await uploadRulesOf(workspace)
  return { rules: uploadNames.map((name) => ({ name, value: values[name], ...uploadRules[name] })) }
}
