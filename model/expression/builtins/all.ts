import type { Builtin, Builtins } from './builtin.ts'
import { contexts } from './context.ts'
import { intervals } from './interval.ts'
import { lists } from './list.ts'
import { logic } from './logic.ts'
import { numbers } from './number.ts'
import { ranges } from './range.ts'
import { texts } from './text.ts'
import { times } from './time.ts'

/** Every function an expression may call. To add one, add its one entry. */
export const builtins: Builtins = {
  ...logic,
  ...numbers,
  ...texts,
  ...lists,
  ...times,
  ...contexts,
  ...intervals,
  ...ranges,
}

export const findBuiltin = (name: string): Builtin | undefined =>
  Object.hasOwn(builtins, name) ? builtins[name] : undefined
