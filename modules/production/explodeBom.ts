import { Decimal } from 'decimal.js'
import { refuse } from '../../model/index.ts'

export interface Part {
  readonly component: string
  /** Pieces in one run of the bill. */
  readonly quantity: string
  /** Share in percent that is lost on the way. */
  readonly scrap_percent?: string | null
}

export interface Bill {
  /** Pieces that one run of the bill makes. */
  readonly makes: string
  readonly parts: readonly Part[]
}

export interface Need {
  readonly item: string
  readonly quantity: string
  /** 1 directly under the top, and so on; the deepest place where it is needed. */
  readonly level: number
  /** It has a bill of its own, so it is made and its parts are in the list, too. */
  readonly made: boolean
}

/** Deeper than any machine is built; a circle is found long before. */
const depthMax = 30

/**
 * Everything that `quantity` of an item needs, through all levels, one entry an item.
 * Scrap is what is lost of the input: 100 good at 10 % scrap need 100 / (1 − 0.10) = 111.111112, rounded up to six places so that the shelf is never short.
 * Refuses `bom_circle`, naming the way round.
 * @param bills active bills by item
 */
export function explodeBom(bills: ReadonlyMap<string, Bill>, item: string, quantity: string, nameOf: (item: string) => string = (id) => id): readonly Need[] {
  const needs = new Map<string, { quantity: Decimal; level: number }>()
  const walk = (made: string, wanted: Decimal, path: readonly string[]) => {
    const bill = bills.get(made)
    if (!bill) return
    for (const part of bill.parts) {
      if (path.includes(part.component) || path.length > depthMax) throw circle([...path, part.component].map(nameOf))
      const share = new Decimal(1).minus(new Decimal(part.scrap_percent ?? 0).div(100))
      const needed = wanted.div(bill.makes).times(part.quantity).div(share).toDecimalPlaces(6, Decimal.ROUND_UP)
      const known = needs.get(part.component)
      needs.set(part.component, { quantity: needed.plus(known?.quantity ?? 0), level: Math.max(path.length, known?.level ?? 0) })
      walk(part.component, needed, [...path, part.component])
    }
  }
  walk(item, new Decimal(quantity), [item])
  return [...needs].map(([id, need]) => ({ item: id, quantity: need.quantity.toFixed(), level: need.level, made: bills.has(id) }))
}

const circle = (path: readonly string[]) =>
  refuse('bom_circle', { zh: `物料清单循环引用：${path.join(' → ')}`, en: `The bill of materials goes in a circle: ${path.join(' → ')}` }, { status: 409, data: { path } })
