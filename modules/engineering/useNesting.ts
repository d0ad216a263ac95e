import { Decimal } from 'decimal.js'
import { findMaterial } from '../../geometry/index.ts'
import { defineAction, refuse, text, type Work } from '../../model/index.ts'
import { blanksOf } from './blanks.ts'
import { drawing, type Drawing } from './drawing.ts'
import type { Taken } from './layInRows.ts'
import { nestingOf, rulesFor, type KeptNesting } from './nestDrawing.ts'
import { batch } from './nestingBatch.ts'
import { aroundOf } from './readStock.ts'
import { sheetStock, sheetUse } from './sheetStock.ts'

/**
 * The nesting of a batch is cut: what it takes leaves stock, what it leaves comes into stock; of an assembly
 * all its sheet parts at once. Once for a drawing and purpose, so that asking twice takes nothing twice; what
 * another batch took meanwhile is refused, and nested anew.
 */
export const useNesting = defineAction(drawing, 'use_nesting', {
  label: { zh: '按排样领用板材', en: 'Use the nesting' },
  when: 'nestings != null',
  because: { zh: '还没有排样，请先点“排样”', en: 'There is no nesting yet: press "Nest" first' },
  input: {
    batch,
    purpose: text({
      required: true,
      max: 120,
      label: { zh: '用于（订单或工单号）', en: 'For (order or work order)' },
      help: { zh: '同一图纸同一用途只领用一次', en: 'Taken once for a drawing and purpose' },
    }),
  },
  async run(work, row, input) {
    // The lock on the drawing makes two who ask at once wait for each other.
    const locked = await work.get(drawing, row.id)
    const purpose = input.purpose.trim()
    const done = await work.first(sheetUse, {
      where: 'drawing = part and purpose = wanted and undone = false',
      with: { part: row.id, wanted: purpose },
    })
    if (done && done.batch !== input.batch)
      throw refuse(
        'purpose_taken',
        {
          zh: `“${purpose}”已按批量 ${done.batch} 领用（${done.number}）；另一批请写另一个用途，或先退回`,
          en: `For "${purpose}" a batch of ${done.batch} has been taken (${done.number}): name another purpose, or put that back first`,
        },
        { status: 409, field: 'purpose' },
      )
    if (done) return done
    const plans = await plansFor(work, locked, input.batch)
    const material = findMaterial(locked.material!)?.name ?? locked.material!
    const taken = []
    for (const plan of plans) taken.push(...(await takeFromStock(work, locked.material!, plan)))
    const [{ thickness, nesting }] = plans as [Plan]
    const use = await work.create(sheetUse, {
      drawing: row.id,
      purpose,
      batch: input.batch,
      material,
      thickness_mm: plans.every((plan) => plan.thickness === thickness) ? thickness : null,
      loss_rate: plans.length === 1 ? nesting.loss_rate : null,
      owner: work.actor.id,
      taken,
      new_sheets: String(taken.reduce((sum, { stock, count }) => sum + (stock ? 0 : count), 0)),
    })
    const returned = []
    for (const plan of plans)
      for (const { width, height, count } of remnantsOf(plan)) {
        const { number } = await work.create(sheetStock, {
          kind: 'remnant',
          material,
          thickness_mm: plan.thickness,
          width_mm: String(width),
          height_mm: String(height),
          quantity: String(count),
          sheet_use: use.id,
          drawing: row.id,
          owner: work.actor.id,
        })
        returned.push({ number, thickness: plan.thickness, width, height, count })
      }
    const noted = await work.change(sheetUse, use.id, { returned })
    await work.emit('drawing.nesting_used', {
      object: 'drawing',
      record: row.id,
      sheet_use: use.id,
      number: use.number,
      batch: input.batch,
      purpose,
      material,
      taken,
      returned,
    })
    return noted
  },
})

interface Plan {
  readonly thickness: string
  readonly nesting: KeptNesting
}

/** The nestings of a batch by the stock of now, one for each thing that is cut. */
async function plansFor(work: Work, row: Drawing, wanted: string): Promise<readonly Plan[]> {
  const plans = []
  for (const { part, thickness } of blanksOf(row)) {
    const nesting = nestingOf(row, wanted, await rulesFor(work, { material: row.material, thickness }), part)
    if (!nesting?.taken || !row.material || thickness === null)
      throw refuse(
        'not_nested',
        {
          zh: `批量 ${wanted} 还没有按现有板材排样，请先点“排样”`,
          en: `A batch of ${wanted} is not nested on the sheets that are there now: press "Nest" first`,
        },
        { status: 409, field: 'batch' },
      )
    plans.push({ thickness, nesting })
  }
  if (plans.length === 0)
    throw refuse(
      'not_from_sheet',
      { zh: '没有从板料下料的零件', en: 'Nothing of this is made from sheet' },
      { status: 409 },
    )
  return plans
}

type TakenSheet = Taken & { readonly thickness: string }

/**
 * Takes what the nesting names out of stock, and new sheets as far as sheets of their size lie there; the
 * rest has to be bought.
 */
async function takeFromStock(
  work: Work,
  material: string,
  { thickness, nesting: { taken: planned = [] } }: Plan,
): Promise<readonly TakenSheet[]> {
  const named = planned.filter(({ stock }) => stock)
  for (const { stock, number, count } of [...named].sort((a, b) => a.stock!.localeCompare(b.stock!))) {
    const kept = await work.get(sheetStock, stock!)
    if (new Decimal(kept.quantity).lt(count))
      throw refuse(
        'stock_gone',
        { zh: `${number} 已被领用，请重新排样`, en: `${number} has been used meanwhile: nest again` },
        { status: 409 },
      )
    await work.change(sheetStock, kept.id, { quantity: new Decimal(kept.quantity).minus(count).toFixed() })
  }
  const bought = []
  for (const { width, height, count } of joined(planned.filter(({ stock }) => !stock))) {
    let rest = count
    const same = await work.find(sheetStock, {
      where:
        'kind = "sheet" and quantity > 0 and (material = stated or material = standard) and thickness_mm > low and thickness_mm < high and width_mm = w and height_mm = h',
      with: { ...aroundOf(material, thickness), w: width, h: height },
      sort: 'created_at',
    })
    for (const { id } of same) {
      const kept = await work.get(sheetStock, id)
      const now = Math.min(rest, Number(kept.quantity))
      if (now < 1) continue
      await work.change(sheetStock, id, { quantity: new Decimal(kept.quantity).minus(now).toFixed() })
      bought.push({ stock: id, number: kept.number ?? '', width, height, count: now, left: [] })
      rest -= now
    }
    if (rest > 0) bought.push({ width, height, count: rest, left: [] })
  }
  return [...named, ...bought].map((one) => ({ ...one, thickness }))
}

/** Sheets of one size as one. */
function joined(sheets: readonly Taken[]): readonly Pick<Taken, 'width' | 'height' | 'count'>[] {
  const sums = new Map<string, { width: number; height: number; count: number }>()
  for (const { width, height, count } of sheets) {
    const name = `${width}x${height}`
    sums.set(name, { width, height, count: count + (sums.get(name)?.count ?? 0) })
  }
  return [...sums.values()]
}

const remnantsOf = ({ nesting: { taken = [] } }: Plan) =>
  joined(
    taken.flatMap(({ count, left }) => left.map(([width, height]) => ({ width, height, count, left: [] }))),
  )
