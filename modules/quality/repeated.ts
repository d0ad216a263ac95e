interface Raised {
  readonly corrective_item: string | null
  readonly subject: string
}

/**
 * Whether two complaints ask for the same: by the corrective item, or by the subject where none was named;
 * spaces, case and punctuation aside.
 */
export const isRepeated = (last: Raised, now: Raised): boolean =>
  keyOf(last) !== '' && keyOf(last) === keyOf(now)

const keyOf = ({ corrective_item, subject }: Raised): string =>
  (corrective_item ?? subject)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '')
