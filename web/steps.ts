import { screens as engineering } from '../modules/engineering/web/screens.ts'
import { screens as performance } from '../modules/performance/web/screens.ts'
import { screens as production } from '../modules/production/web/screens.ts'
import { screens as quoting } from '../modules/quoting/web/screens.ts'
import { screens as receivables } from '../modules/receivables/web/screens.ts'
import { screens as service } from '../modules/service/web/screens.ts'
import { screens as account } from './account/screens.ts'
import type { StepScreens } from './ground/screens.ts'

/**
 * The steps that draw screens of their own, in the order of the flow: one line a step; before them what the
 * house itself draws by hand.
 */
export const steps: readonly StepScreens[] = [
  account,
  engineering,
  quoting,
  production,
  receivables,
  service,
  performance,
]
