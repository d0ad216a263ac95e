/** What one text means under each convention in which it means anything. */
export interface Reading<C extends string> {
  readonly convention: C
  readonly value: string
}

/** A value of the column that shows how it is written, or that leaves it open. */
export interface Example<C extends string> {
  readonly row: number
  readonly text: string
  readonly readings: readonly Reading<C>[]
}

/**
 * stated: somebody said how the column is written. plain: nothing in it depends on that. proven: one
 * convention alone fits every value. mixed: no convention fits every value. unclear: several do, and the
 * values would differ.
 */
export type Standing = 'stated' | 'plain' | 'proven' | 'mixed' | 'unclear'

export interface ColumnVerdict<C extends string> {
  readonly standing: Standing
  /**
   * The convention to read by; null while it must be asked. In a mixed column the one that nearly all values
   * have.
   */
  readonly convention: C | null
  readonly examples: readonly Example<C>[]
}

export type CellReading =
  | { readonly value: string }
  | { readonly wrong: 'unreadable' | 'misfit' | 'unclear'; readonly readings: readonly Reading<string>[] }

export interface ColumnKind<C extends string> {
  readonly conventions: readonly C[]
  /** Every convention under which the text has a meaning. */
  readings(text: string): readonly Reading<C>[]
  /**
   * A convention that the text speaks for without excluding the others; decides only where nothing else does.
   */
  leaning?(text: string, readings: readonly Reading<C>[]): C | null
}

const examplesMax = 5
/**
 * A convention that ten values prove for each that contradicts it is the column's; the others are refused,
 * never read another way.
 */
const majority = 10

/**
 * Gathers, value by value in bounded memory, how a column is written, from all of its values. What cannot be
 * read at all proves nothing.
 * @example const column = gatherColumn(numberColumn()); column.note('1.234,50', 2); column.verdict() //
 * proven by ','
 */
export function gatherColumn<C extends string>(kind: ColumnKind<C>) {
  const alone = new Map<C, number>()
  const misfits = new Map<C, number>()
  const leaning = new Map<C, number>()
  const telling: Example<C>[] = []
  const open: Example<C>[] = []
  let told = 0
  let undecided = 0
  let leaningAll = true
  return {
    note(text: string, row: number): void {
      const readings = kind.readings(text)
      if (readings.length === 0 || isNeutral(kind, readings)) return
      told++
      const fits = new Set(readings.map((one) => one.convention))
      for (const convention of kind.conventions)
        if (!fits.has(convention)) misfits.set(convention, (misfits.get(convention) ?? 0) + 1)
      if (fits.size === 1) alone.set(readings[0]!.convention, (alone.get(readings[0]!.convention) ?? 0) + 1)
      const leans = fits.size > 1 ? (kind.leaning?.(text, readings) ?? null) : null
      if (leans) leaning.set(leans, (leaning.get(leans) ?? 0) + 1)
      if (differ(readings)) {
        undecided++
        if (!leans) leaningAll = false
        if (open.length < examplesMax) open.push({ row, text, readings })
      } else if (telling.length < examplesMax) telling.push({ row, text, readings })
    },
    verdict(): ColumnVerdict<C> {
      const examples = [...telling.slice(0, 2), ...open].slice(0, examplesMax)
      if (told === 0) return { standing: 'plain', convention: null, examples: [] }
      const fitting = kind.conventions.filter((convention) => !misfits.has(convention))
      const leans = [...leaning.keys()]
      if (fitting.length === 1 && leans.every((one) => one === fitting[0]))
        return { standing: 'proven', convention: fitting[0]!, examples }
      if (fitting.length > 1) {
        if (undecided === 0) return { standing: 'plain', convention: fitting[0]!, examples: [] }
        if (leaningAll && leans.length === 1) return { standing: 'proven', convention: leans[0]!, examples }
        return { standing: 'unclear', convention: null, examples: open }
      }
      const held = kind.conventions.find(
        (one) =>
          (alone.get(one) ?? 0) >= majority * Math.max(1, misfits.get(one) ?? 0) &&
          leans.every((lean) => lean === one),
      )
      return { standing: 'mixed', convention: held ?? null, examples }
    },
  }
}

/**
 * One value under the verdict of its column. In a mixed column a value that could be either is never read.
 */
export function readIn<C extends string>(
  kind: ColumnKind<C>,
  { standing, convention }: Pick<ColumnVerdict<C>, 'standing' | 'convention'>,
  text: string,
): CellReading {
  const readings = kind.readings(text)
  if (readings.length === 0) return { wrong: 'unreadable', readings }
  if (isNeutral(kind, readings)) return { value: readings[0]!.value }
  const read = readings.find((one) => one.convention === convention)
  if (standing === 'unclear' || (standing === 'mixed' && (convention === null || differ(readings))))
    return { wrong: 'unclear', readings }
  if (!read && standing === 'plain' && !differ(readings)) return { value: readings[0]!.value }
  return read ? { value: read.value } : { wrong: standing === 'plain' ? 'unclear' : 'misfit', readings }
}

const differ = (readings: readonly Reading<string>[]): boolean =>
  readings.some((one) => one.value !== readings[0]!.value)
const isNeutral = (kind: ColumnKind<string>, readings: readonly Reading<string>[]): boolean =>
  readings.length === kind.conventions.length && !differ(readings)
