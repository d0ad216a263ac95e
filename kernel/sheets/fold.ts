/**
 * Case, width and the number of spaces do not tell two names apart: `ＧＴＸ  pro` is `gtx pro`. A space left out
 * does.
 */
export const foldText = (text: string): string =>
  text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ')

/** Letters, digits and Han only: for likeness and for headers. */
export const compactText = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}]/gu, '')
