import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take a minute or more of a quiet machine by themselves. Where nothing is remembered of an earlier
 * run, the largest files are begun first, and these are small: begun last, one of them has the machine to
 * itself while the other core has nothing to do.
 */
const longest = [
  'server/crash.test.ts',
  'server/plannedStarts.test.ts',
  'server/faults.test.ts',
  'server/outage.test.ts',
  'server/history/history.test.ts',
  'server/walk.test.ts',
]

/** The order of a run: what takes longest first, the rest as vitest would have it. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'))
      return at < 0 ? longest.length : at
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}
