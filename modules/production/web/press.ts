import { Decimal } from 'decimal.js'

/** One press of a button: what is to happen to which card. Its key makes sending it again harmless. */
export interface Press {
  readonly key: string
  readonly card: string
  readonly verb: 'start' | 'pause' | 'report' | 'finish'
  readonly input: Readonly<Record<string, string>>
  readonly at: string
}

export interface Card {
  readonly id: string
  readonly state: string
  readonly quantity: string
  readonly good: string
  readonly scrap: string
  readonly started_at: string | null
}

/** A card as it will be once the presses that have not reached the server have. */
export function foldPresses<C extends Card>(card: C, presses: readonly Press[]): C {
  return presses.filter((press) => press.card === card.id).reduce(afterPress, card)
}

function afterPress<C extends Card>(card: C, { verb, input, at }: Press): C {
  if (verb === 'start') return { ...card, state: 'running', started_at: at }
  if (verb === 'pause') return { ...card, state: 'paused', started_at: null }
  if (verb === 'finish') return { ...card, state: 'done', started_at: null }
  return {
    ...card,
    good: new Decimal(card.good).plus(input.good || 0).toFixed(),
    scrap: new Decimal(card.scrap).plus(input.scrap || 0).toFixed(),
  }
}

/** Pieces of a card that are neither good nor scrapped; never below nought. */
export const piecesLeft = (card: Pick<Card, 'quantity' | 'good' | 'scrap'>): string =>
  Decimal.max(0, new Decimal(card.quantity).minus(card.good).minus(card.scrap)).toFixed()

/**
 * What a press on the number pad makes of a figure: at most seven digits before and two after the point.
 * @example typeFigure('0', '5') // '5'
 */
export function typeFigure(figure: string, key: string): string {
  if (key === 'back') return figure.slice(0, -1)
  if (key === 'clear') return ''
  if (key === '.') return figure.includes('.') ? figure : `${figure || '0'}.`
  const next = figure === '0' ? key : figure + key
  return /^\d{1,7}(\.\d{0,2})?$/.test(next) ? next : figure
}

/**
 * What a code says: the last part of the address on our own sheets, or the code itself. @example
 * codeOf('https://erp.example/job/ab12') // 'ab12'
 */
export const codeOf = (text: string): string =>
  decodeURIComponent(/\/job\/([^/?#]+)/.exec(text)?.[1] ?? text.trim())
