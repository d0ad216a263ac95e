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

interface Words {
  readonly nameOf?: (item: string) => string
  /**
   * What an item's need becomes where it stands on the shelf in whole pieces; six places, rounded up, unless
   * told.
   */
  readonly wholeOf?: (item: string, need: Decimal) => Decimal
}

/**
 * Everything that `quantity` of an item needs, through all levels, one entry an item in the order in which
 * the bills name them. Scrap is what is lost of the input: 100 good at 10 % scrap need 100 / (1 − 0.10) =
 * 111.111112, rounded up to six places so that the shelf is never short, and to whole pieces where the item
 * is counted. What the branches need of an item is added up before it is rounded, and the
 * rounded need is what its own parts are reckoned from. Refuses `bom_circle`, naming the way round.
 * @param bills active bills by item
 */
export function explodeBom(
  bills: ReadonlyMap<string, Bill>,
  item: string,
  quantity: string,
  { nameOf = (id) => id, wholeOf }: Words = {},
): readonly Need[] {
  const [seen, finished] = [new Map<string, number>(), [] as string[]]
  const visit = (made: string, path: readonly string[]) => {
    seen.set(made, Math.max(path.length - 1, seen.get(made) ?? 0))
    for (const part of bills.get(made)?.parts ?? []) {
      if (path.includes(part.component) || path.length > depthMax)
        throw circle([...path, part.component].map(nameOf))
      visit(part.component, [...path, part.component])
    }
    if (!finished.includes(made)) finished.push(made)
  }
  visit(item, [item])
  const needs = new Map<string, Decimal>([[item, new Decimal(quantity)]])
  // An item comes after everything it goes into, so its need is whole when its parts are reckoned.
  for (const made of finished.reverse()) {
    const bill = bills.get(made)
    const wanted = made === item ? needs.get(made)! : roundUp(needs.get(made)!)
    needs.set(made, made === item || !wholeOf ? wanted : wholeOf(made, wanted))
    for (const part of bill?.parts ?? []) {
      const share = new Decimal(1).minus(new Decimal(part.scrap_percent ?? 0).div(100))
      const needed = needs.get(made)!.div(bill!.makes).times(part.quantity).div(share)
      needs.set(part.component, needed.plus(needs.get(part.component) ?? 0))
    }
  }
  return [...seen]
    .filter(([id]) => id !== item)
    .map(([id, level]) => ({ item: id, quantity: needs.get(id)!.toFixed(), level, made: bills.has(id) }))
}

/** Division leaves a tail far behind the twentieth place that is no need. */
const roundUp = (need: Decimal): Decimal =>
  need.toDecimalPlaces(15, Decimal.ROUND_HALF_UP).toDecimalPlaces(6, Decimal.ROUND_UP)

const circle = (path: readonly string[]) =>
  refuse(
    'bom_circle',
    {
      zh: `物料清单循环引用：${path.join(' → ')}`,
      en: `The bill of materials goes in a circle: ${path.join(' → ')}`,
    },
    { status: 409, data: { path } },
  )
