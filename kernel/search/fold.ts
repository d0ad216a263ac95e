/**
 * What is read of one text; a title or a memo is far shorter, a pasted mail need not be searchable to its
 * end.
 */
const textCharsMax = 2_000

/**
 * Width, case and compatibility forms folded: ＡＢＣ and ㈱ and ﬁ are ABC, (株) and fi. Also for comparing in
 * rankHit.
 */
export function fold(text: string): string {
  return text.slice(0, textCharsMax).normalize('NFKC').toLowerCase().replaceAll('ü', 'v')
}

/** Letters, digits and Han only, folded: as names are compared. */
export const compact = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]/gu, '')
