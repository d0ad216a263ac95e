import { looseQueryTokens, queryTokens, rankHit, tokensOf } from './tokens.ts'

interface Named {
  readonly full: string
  readonly short: string
}

/**
 * Companies whose full name is not among the first five that their short name finds, as the search table
 * would find them.
 */
export function findMisses<C extends Named>(companies: readonly C[]): readonly C[] {
  const names = companies.map(({ full }) => full)
  const index = names.map((name) => new Set(tokensOf(name)))
  const containing = (tokens: readonly string[]) =>
    names.filter((_, i) => tokens.length > 0 && tokens.every((token) => index[i]?.has(token)))
  return companies.filter(({ full, short }) => {
    const strict = containing(queryTokens(short))
    const hits =
      strict.length < 5 ? [...new Set([...strict, ...containing(looseQueryTokens(short))])] : strict
    return !hits
      .sort((a, b) => rankHit(short, b) - rankHit(short, a))
      .slice(0, 5)
      .includes(full)
  })
}
