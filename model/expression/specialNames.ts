/**
 * `date and time(…)` also reads as the conjunction of a field `date` and a call of `time`, and the grammar,
 * which follows both readings, may settle on the wrong one in a long expression. Joined by underscores, at
 * the same length, there is only one. `range<…>` is a type that the grammar does not know: it is read as
 * `list<…>`, and its name taken from the source.
 */
export const joinSpecialNames = (source: string): string =>
  source.replace(
    /"(?:[^"\\]|\\.)*"|\b(?:date\s+and\s+time|years\s+and\s+months\s+duration|days\s+and\s+time\s+duration)(?=\s*\()|\binstance\s+of\s+range(?=\s*<)/g,
    (found) => {
      if (found.startsWith('"')) return found
      return found.endsWith('range') ? found.replace(/range$/, 'list ') : found.replace(/\s/g, '_')
    },
  )

const SPECIAL: Record<string, string> = {
  date_and_time: 'date and time',
  years_and_months_duration: 'years and months duration',
  days_and_time_duration: 'duration',
}

export const nameOfFunction = (name: string): string => {
  const single = name.replace(/_+/g, '_')
  return Object.hasOwn(SPECIAL, single) ? SPECIAL[single]! : name
}
