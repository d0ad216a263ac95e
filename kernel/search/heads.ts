import { callsOf } from './calls.ts'
import { compact } from './fold.ts'
import { readingsOf } from './readings.ts'

/**
 * What one types first of a name: its first character and its first two, the same of its initials, and the
 * first two letters of its pinyin, of the whole name and of what follows its place (see calls.ts). One or two characters stand in a
 * great many names, and only those that begin with them can be meant, the shortest first.
 * @example headsOf('华东精密') // ['华', '华东', 'h', 'hd', 'hu']
 */
export function headsOf(name: string): readonly string[] {
  const heads = new Set<string>()
  for (const call of callsOf(compact(name)).slice(0, 2)) {
    const [first = '', second = ''] = call
    for (const one of [first, ...firstLetters(first)]) heads.add(one)
    if (second) {
      heads.add(first + second)
      for (const one of initialsOf(first)) for (const other of initialsOf(second)) heads.add(one + other)
    }
  }
  heads.delete('')
  return [...heads]
}

/** The head under which a query of one or two characters is looked up; null for a longer one. */
export function headOf(query: string): string | null {
  const wanted = compact(query)
  return [...wanted].length >= 1 && [...wanted].length <= 2 ? wanted : null
}

/** Of a Han character the first letter and the first two of each reading. */
const firstLetters = (character: string): readonly string[] =>
  readingsOfHan(character).flatMap((reading) => [reading.slice(0, 1), reading.slice(0, 2)])

const initialsOf = (character: string): readonly string[] => {
  const readings = readingsOfHan(character)
  return readings.length > 0 ? [...new Set(readings.map((reading) => reading[0]!))] : [character]
}

const readingsOfHan = (character: string): readonly string[] =>
  /^\p{Script=Han}$/u.test(character) ? readingsOf(character) : []
