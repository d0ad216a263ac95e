import { cellsOfText, hold, spend } from './budget.ts'
import { fits, type Builtin, type Clock } from './builtins/builtin.ts'
import { isList, type Value } from './value.ts'

/** Put named arguments into their places. Null when a name is not a parameter. */
export const arrange = <T>(
  names: readonly string[],
  args: readonly T[],
  named: readonly string[] | undefined,
): (T | undefined)[] | null => {
  if (!named) return [...args]
  const placed: (T | undefined)[] = []
  for (const [i, name] of named.entries()) {
    const at = names.indexOf(name)
    if (at < 0) return null
    placed[at] = args[i]
  }
  return Array.from(placed)
}

/** Of the several ways to name the arguments of a function, the one that has all the names. */
export const arrangeBuiltin = <T>(
  { names, also = [] }: Builtin,
  args: readonly T[],
  named: readonly string[] | undefined,
): (T | undefined)[] | null =>
  arrange([names, ...also].find((way) => named?.every((name) => way.includes(name))) ?? names, args, named)

/**
 * Call a function of the language. Too few arguments, or one of the wrong kind (null included), make null:
 * FEEL never throws.
 */
export const callBuiltin = (builtin: Builtin, given: readonly (Value | undefined)[], clock: Clock): Value => {
  const args = builtin.gathers ? gather(given) : given
  if (args.length < builtin.least || (args.length > builtin.takes.length && !builtin.rest)) return null
  for (const [i, arg] of args.entries()) {
    const takes = builtin.takes[Math.min(i, builtin.takes.length - 1)]!
    if (arg === undefined ? i < builtin.least : !fits(takes, arg)) return null
  }
  spend(
    clock.budget,
    args.reduce((sum, arg) => sum + sizeOf(arg), 1),
  )
  const value = builtin.run(args as readonly Value[], clock)
  const made = sizeOf(value)
  if (made > 0 && !args.includes(value)) hold(clock.budget, made)
  return value
}

/** What is read, or made, of a list or a long text. */
const sizeOf = (value: Value | undefined): number =>
  typeof value === 'string'
    ? cellsOfText(value.length)
    : value !== undefined && isList(value)
      ? value.length
      : 0

/** `sum(1, 2)` and `sum([1, 2])` mean the same; a single null is no list. */
const gather = (given: readonly (Value | undefined)[]): readonly (Value | undefined)[] => {
  const [first] = given
  if (given.length === 1 && first !== undefined && (first === null || isList(first))) return given
  return given.length === 0 ? [] : [given as readonly Value[]]
}
