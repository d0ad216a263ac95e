import { organisation } from '../kernel/organisation/objects.ts'
import { dwell } from '../kernel/pipeline/dwell.ts'
import { processes } from '../kernel/process/reactions.ts'
import type { ModuleDef } from '../model/index.ts'
import { modules } from '../modules/index.ts'

/** The house and its business: what a workspace of this version is made of. */
export const allModules: readonly ModuleDef[] = [organisation, dwell, processes, ...modules]
