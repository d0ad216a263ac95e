import type { House } from '../house.ts'
import { create } from './create.ts'
import { follow } from './follow.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { page } from './page.ts'
import { live } from './live.ts'
import { rank } from './rank.ts'
import { report } from './report.ts'
import { rules } from './rules.ts'
import { search } from './search.ts'
import { start } from './start.ts'

/** One thing that is measured, by the name that `--only` knows it by. */
export interface Line {
  readonly name: string
  /** Whether it is one of the five that the quick version prints. */
  readonly quick?: true
  /** Prints its figures with `say`; takes what it compares in turns. */
  measure(house: House): Promise<void>
}

/** In the order in which they are measured: what reads before what writes, for what is written goes on working. */
export const lines: readonly Line[] = [
  rules,
  list,
  page,
  get,
  search,
  rank,
  report,
  live,
  create,
  follow,
  start,
]
