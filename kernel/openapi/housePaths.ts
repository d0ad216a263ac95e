import type { Definitions } from '../../model/index.ts'
import { accessPaths, adminAccessPaths } from './accessPaths.ts'
import type { JsonSchema } from './fieldSchema.ts'
import { adminPrivacyPaths, privacyPaths } from './privacyPaths.ts'
import { object, operation, string } from './operation.ts'
import { definitionPaths, termPaths } from './definitionPaths.ts'
import { filePaths } from './filePaths.ts'
import { inboxPaths } from './inboxPaths.ts'
import { outsidePaths } from './outsidePaths.ts'
import { adminPaths } from './adminPaths.ts'
import { viewPaths } from './viewPaths.ts'

const anything = { type: 'object' } as const

/** The routes that are the same in every company. */
export function housePaths(
  definitions: Definitions,
  { reports, admin }: { readonly reports: readonly string[]; readonly admin: boolean },
): Readonly<Record<string, JsonSchema>> {
  return {
    ...accessPaths,
    ...privacyPaths,
    ...definitionPaths(admin),
    ...termPaths,
    ...viewPaths,
    ...filePaths,
    ...inboxPaths,
    ...reportPaths(reports),
    ...outsidePaths(definitions),
    ...(admin ? { ...adminPaths, ...adminAccessPaths, ...adminPrivacyPaths } : {}),
  }
}

const reportPaths = (names: readonly string[]): Readonly<Record<string, JsonSchema>> =>
  names.length === 0
    ? {}
    : {
        '/api/reports/{name}/run': {
          parameters: [{ name: 'name', in: 'path', required: true, schema: { enum: [...names] } }],
          post: operation({
            summary: 'Run a report',
            tag: 'reports',
            body: object({ parameters: anything }),
            answer: object({
              groups: { type: 'array', items: anything },
              measures: { type: 'array', items: anything },
              rows: {
                type: 'array',
                items: object({ values: anything, where: string, count: { type: 'integer' } }),
              },
              totals: anything,
              object: string,
              where: string,
            }),
          }),
        },
      }
