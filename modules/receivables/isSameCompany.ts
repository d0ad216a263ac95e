import { companySimilarity, normaliseCompany } from '../leads/index.ts'

export function likeness(payer: string, name: string): number {
  const cut = /^(.{4,}?)\s*(?:…|\.{2,}|\*+)$/u.exec(payer.trim())?.[1]
  if (cut && plainName(name).startsWith(plainName(cut)))
    return isLegalForm(plainName(name).slice(plainName(cut).length)) ? 1 : 0.95
  return isSameCompany(cut ?? payer, name) ? 1 : Math.min(0.99, companySimilarity(cut ?? payer, name).score)
}

/**
 * One spelling of a name: but for width, spaces, legal form and where the place stands. A works or branch in
 * brackets is another.
 */
export function isSameCompany(a: string, b: string): boolean {
  const [one, two] = [normaliseCompany(a), normaliseCompany(b)]
  const inBrackets = (of: typeof one) =>
    of.parenthesised
      .filter((words) => !of.region || !words.startsWith(of.region))
      .map(plainName)
      .sort()
      .join()
  return one.core !== '' && one.key === two.key && inBrackets(one) === inBrackets(two)
}

/** What the bank cut off is nothing but (the end of) the legal form, so the name itself is whole. */
const isLegalForm = (rest: string): boolean =>
  ['股份有限公司', '有限责任公司', '有限公司'].some((form) => form.endsWith(rest))
const plainName = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
