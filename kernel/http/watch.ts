import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { alertsOf } from '../watch/alerts.ts'
import { changeWatchRules, watchKinds, watchRules, watchRulesOf, type WatchRules } from '../watch/rules.ts'
import type { Counted } from '../workspace/counts.ts'
import { transact } from '../workspace/transact.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { bodyAs } from './body.ts'
import { administrator, type ServerOptions } from './options.ts'

/** Alerts of abnormal use and their rules, for administrators. */
export async function watchRoutes(app: FastifyInstance, { workspace }: ServerOptions): Promise<void> {
  const rule = z.strictObject({ on: z.boolean(), max: z.number(), minutes: z.number() })
  app.get('/api/settings/watch', async (request) => {
    administrator(request)
    return describe(workspace)
  })
  app.put('/api/settings/watch', async (request) => {
    const actor = administrator(request)
    const { rules } = bodyAs(
      request,
      z.strictObject({ rules: z.partialRecord(z.enum(watchKinds as [Counted, ...Counted[]]), rule) }),
    )
    await transact(workspace, actor, (tx) => changeWatchRules(tx, rules as Partial<WatchRules>))
    return describe(workspace)
  })
}

async function describe(workspace: Workspace) {
  const rules = await watchRulesOf(workspace)
  return {
    rules: watchKinds.map((kind) => ({
      kind,
      label: watchRules[kind].label,
      by: watchRules[kind].by,
      ...rules[kind],
    })),
    alerts: await alertsOf(workspace),
  }
}
