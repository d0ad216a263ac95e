/** Why a mail was written by no person; such a mail starts nothing and answers nothing. */
export type Automatic = 'bounce' | 'auto_reply' | 'bulk'

/** A mail as it was understood: plain text only, whatever it came as. */
export interface ReceivedMail {
  /**
   * Its Message-ID with the angle brackets; where it has none, a hash of the mail. At most 200 characters.
   */
  readonly id: string
  /** Message-IDs it answers, the nearest first. */
  readonly answers: readonly string[]
  /** In lower case; empty where the sender hid. */
  readonly from: string
  readonly from_name: string
  /** Every address it was sent to, copies included, in lower case. */
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  /** When it says it was sent, ISO 8601; never in the future. */
  readonly at: string
  readonly automatic: Automatic | null
  readonly attachments: readonly { readonly name: string; readonly content: Uint8Array }[]
  /** Names of attachments that were left out because of their size or number. */
  readonly left_out: readonly string[]
}
