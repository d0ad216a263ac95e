import { screenOf } from '../fields/kinds.ts'
import type { AnyField, AnyRow, ScreenObject } from '../ground/definitions.ts'
import { columnsOf } from './columns.ts'

type Fields = Readonly<Record<string, AnyField>>

export interface CardFields {
  readonly amount: string | undefined
  readonly next: string | undefined
  readonly next_at: string | undefined
}

/** What a card of the board says, by the object's own word, else its first amount. Nothing one may not see. */
export function cardFields(object: ScreenObject, fields: Fields): CardFields {
  const { amount, next, next_at } = object.card ?? {}
  const there = (name: string | undefined) => (name && fields[name] ? name : undefined)
  return {
    amount: there(amount) ?? columnsOf(object, fields).find((name) => screenOf(fields[name]!).worth),
    next: there(next),
    next_at: there(next_at),
  }
}

export interface Dwell {
  readonly days: number
  readonly limit: number | undefined
  /** The share of the limit that is over, at most 1. */
  readonly share: number
  readonly level: 'ok' | 'due' | 'late'
}

const dayMs = 24 * 60 * 60 * 1000
/** From when on a stay is soon too long. */
const soonShare = 0.8

/** How long a record stands in its stage, against how long it may. */
export function dwellOf(item: AnyRow, limit: number | undefined, now = Date.now()): Dwell | undefined {
  if (!item.stage_since) return undefined
  const days = Math.max(0, Math.floor((now - Date.parse(String(item.stage_since))) / dayMs))
  const share = limit ? days / limit : 0
  return {
    days,
    limit,
    share: Math.min(share, 1),
    level: limit === undefined || share < soonShare ? 'ok' : share > 1 ? 'late' : 'due',
  }
}

/** Whether a next step is over its time, is for today, or is still to come. */
export function dueOf(at: unknown, now = Date.now()): 'late' | 'due' | 'ok' | undefined {
  const moment = typeof at === 'string' ? Date.parse(at) : Number.NaN
  if (Number.isNaN(moment)) return undefined
  return moment < now ? 'late' : moment < now + dayMs ? 'due' : 'ok'
}

/** The worse of what may be wrong with a record; nothing where nothing is known. */
export const riskOf = (...levels: readonly (string | undefined)[]): 'late' | 'due' | undefined =>
  levels.includes('late') ? 'late' : levels.includes('due') ? 'due' : undefined
