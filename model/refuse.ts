/** A sentence in both working languages. */
export interface Label {
  readonly zh: string
  readonly en?: string
}

export interface RefusalDetails {
  /** API name of the field at fault. */
  readonly field?: string
  /** What is still needed, one sentence each: the unmet criteria of a gate. */
  readonly missing?: readonly Missing[]
  /** Every field at fault, where more than one is known at once; `field` is the first of them. */
  readonly faults?: readonly FieldFault[]
  /** HTTP status; 422 unless told. */
  readonly status?: number
  /** Anything a program may want to read: the current version, a limit, matches found. */
  readonly data?: Readonly<Record<string, unknown>>
}

export interface FieldFault {
  readonly field: string
  readonly code: string
  readonly sentence: Label
}

export interface Missing {
  readonly code: string
  readonly label: Label
}

/**
 * A refusal is an answer, not a bug: the rule that was hit, in words that say what to do next.
 * Everything else that is thrown is a bug and becomes a 500.
 */
export class Refusal extends Error {
  readonly code: string
  readonly sentence: Label
  readonly details: RefusalDetails

  constructor(code: string, sentence: Label, details: RefusalDetails = {}) {
    super(sentence.en ?? sentence.zh)
    this.name = 'Refusal'
    this.code = code
    this.sentence = sentence
    this.details = details
  }
}

/**
 * @example throw refuse('margin_too_low', { zh: '毛利低于18%，请提交审批', en: 'Margin under 18 %: submit it for
 * approval' }, { field: 'margin' })
 */
export const refuse = (code: string, sentence: Label, details?: RefusalDetails): Refusal =>
  new Refusal(code, sentence, details)
