import type { Reader } from '../records/list.ts'
import { beginningWith, containing, withCommon, type Candidate, type Question } from './candidates.ts'
import { catchUp } from './follow.ts'
import { frequencies } from './frequencies.ts'
import { headOf } from './heads.ts'
import { isSearched } from './searchedText.ts'
import { looseQuery, looseQueryTokens, queryTokens, rankHit } from './tokens.ts'

export interface Hit {
  readonly object: string
  readonly id: string
  readonly title: string
  readonly number: string | null
}

/** With fewer hits than this the wider question is asked too. */
const hitsFew = 5
/** What the wider question finds must at least have most of the characters in order; see rankHit. */
const looseRankMin = 300

/**
 * Records whose text has every part of the query, best first, each under the actor's grant. A query of one or
 * two characters stands in a great many texts: first come those that begin with it, and the others only where
 * these are too few to fill the page. Where all are few, also records whose characters only come in that order
 * (深科技 for 深圳长城开发科技).
 * What a role may not see it cannot find by: for an actor with hidden fields each hit is checked again on the
 * visible ones.
 */
export async function search(
  reader: Reader,
  query: string,
  { objects: wanted, limit = 20 }: { readonly objects?: readonly string[]; readonly limit?: number } = {},
): Promise<readonly Hit[]> {
  const objects = Object.values(reader.definitions.objects).filter(
    (object) => (wanted ?? [object.name]).includes(object.name) && isSearched(object),
  )
  const strict = queryTokens(query)
  if (strict.length === 0 || objects.length === 0) return []
  await catchUp(reader.workspace)
  const question = { reader, objects, tokens: strict }
  const found = new Map<string, Ranked>()
  const head = headOf(query)
  if (head) add(found, rank(query, await beginningWith(question, head)))
  if (found.size < limit) await addContaining(found, query, question, limit)
  const loose = looseQueryTokens(query)
  if (found.size < hitsFew && loose.some((token) => !strict.includes(token))) {
    const wider = new Map<string, Ranked>()
    await addContaining(wider, looseQuery(query), { ...question, tokens: loose }, limit)
    add(
      found,
      [...wider.values()].filter(({ likeness }) => likeness >= looseRankMin),
    )
  }
  return [...found.values()].slice(0, limit).map(({ hit: { text: _, ...hit } }) => hit)
}

/** The index of the words lists every record that has one, and reads that list to its end. */
const commonFrom = 5000

/** Records with all words of the question, where each is common not all of them but enough, and short ones. */
async function addContaining(
  found: Map<string, Ranked>,
  query: string,
  question: Question,
  limit: number,
): Promise<void> {
  const common = await frequencies(question.reader.workspace, { table: '_search', column: 'tokens' })
  if (question.tokens.every((token) => (common.get(token) ?? 0) >= commonFrom)) {
    add(found, rank(query, await withCommon(question, limit)))
    if (found.size >= limit) return
  }
  add(found, rank(query, await containing(question)))
}

interface Ranked {
  readonly hit: Candidate
  readonly likeness: number
}

/** A later question's hits stand below an earlier one's. */
function add(found: Map<string, Ranked>, more: readonly Ranked[]): void {
  for (const one of more) if (!found.has(one.hit.id)) found.set(one.hit.id, one)
}

const rank = (query: string, hits: readonly Candidate[]): readonly Ranked[] =>
  hits
    .map((hit) => ({ hit, likeness: likenessOf(query, hit) }))
    .sort((a, b) => b.likeness - a.likeness || a.hit.title.length - b.hit.title.length)

/** What stands in the title counts for more than what stands elsewhere. */
function likenessOf(query: string, { title, text }: Candidate): number {
  const ofTitle = rankHit(query, title)
  return ofTitle >= 900 ? ofTitle : Math.max(ofTitle, 0.9 * rankHit(query, text))
}
