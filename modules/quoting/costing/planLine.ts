import { Decimal } from 'decimal.js'
import type { Measurement } from '../../../geometry/index.ts'
import type { Work } from '../../../model/index.ts'
import {
  askToNest,
  blanksOf,
  enteredFigures,
  enteredOf,
  hasBody,
  isNested,
  nestingOf,
  rulesFor,
  type Blank,
  type Drawing,
} from '../../engineering/index.ts'
import { machine, materialPrice } from '../ledgers.ts'
import { askRules, readAnswer, type Order } from '../part/askRules.ts'
import { namesOf, type MaterialPrice, type NestingState } from '../part/costMaterial.ts'
import { costParts, type Costing, type Workshop } from '../part/costPart.ts'
import type { NoteSaid } from '../part/costSentences.ts'
import { drilledOf, figuresOf, type CostedPart } from '../part/figures.ts'
import { shareCuts } from '../part/shareCuts.ts'
import type { QuoteLine } from '../quoteLine.ts'
import { materialPriceFresh } from '../terms.ts'

/**
 * What a piece of a line costs in a batch, by the company's rules, prices and machines as they stand. Writes
 * nothing; asks for a nesting that is missing.
 */
export async function planLine(
  work: Work,
  line: QuoteLine,
  { part, batch }: { readonly part: Drawing; readonly batch: string },
): Promise<Costing> {
  const order: Order = {
    batch,
    surface: line.surface,
    services: line.services ?? [],
    tool_cost: line.tool_cost,
    tool_pieces: line.tool_pieces,
  }
  const parts = partsOfDrawing(part)
  const blanks = parts.length === 1 ? [] : blanksOf(part)
  const asked = []
  for (const [at, one] of parts.entries()) {
    const nesting =
      parts.length === 1
        ? await nestingFor(work, part, batch)
        : await nestingOfBlank(
            work,
            part,
            batch,
            blanks.find((blank) => blank.part === at),
          )
    const cut = shareCuts(one, nesting)
    asked.push({
      part: cut,
      rules: await askRules(
        async (decision, context) => readAnswer(decision, await work.decide(decision, context)),
        cut,
        order,
      ),
      nesting,
    })
  }
  const costing = costParts(asked, order, await readWorkshop(work, parts))
  return { ...costing, notes: [...enteredNote(part), ...costing.notes] }
}

/**
 * The way of making that stands on the drawing: an engineer's template before the guess; a flat part is a
 * sheet-metal part without bends.
 */
const wayOf = ({ template, process }: Drawing): string | null =>
  template && !(template === 'sheet_metal' && process === 'flat_cut') ? template : process

/** Figures that a person read off the sheet are costed as such, and the sheet says so. */
function enteredNote(row: Drawing): readonly NoteSaid[] {
  const entered: Readonly<Record<string, string | undefined>> = enteredOf(row)
  const given = Object.entries(enteredFigures).flatMap(([name, label]) =>
    entered[name] === undefined ? [] : [{ label, value: entered[name] }],
  )
  if (given.length === 0) return []
  return [
    {
      code: 'figures_entered',
      figures: given.map(({ label, value }) => `${label.zh} ${value}`).join('、'),
      figures_en: given.map(({ label, value }) => `${label.en} ${value}`).join(', '),
    },
  ]
}

/** Depth of all holes: as measured, else holes that were entered go through the sheet. */
function drilledDepth(row: Drawing, measured: Partial<Measurement>, thickness: string | null): string | null {
  if (enteredOf(row).holes === undefined)
    return drilledOf(
      measured.holes ?? [],
      thickness === null ? null : Number(thickness),
      measured.box_mm ?? [],
    )
  return thickness === null ? null : new Decimal(row.holes ?? 0).mul(thickness).toString()
}

function partsOfDrawing(row: Drawing): readonly CostedPart[] {
  const measured = (row.measurement ?? {}) as Partial<Measurement>
  const counted = hasBody(measured)
  const entered = enteredOf(row)
  const thickness_mm = row.thickness_mm ?? row.thickness
  const whole: CostedPart = {
    pieces: 1,
    figures: {
      process: wayOf(row),
      material: row.material,
      mass_kg: row.mass_kg,
      volume_mm3: row.volume_mm3,
      area_mm2: row.area_mm2,
      box_mm: counted ? (measured.box_mm ?? []) : [],
      thickness_mm,
      cut_length_mm: row.cut_length_mm,
      pierces: row.pierces,
      // Older rows of paper have 0 where nothing was counted.
      bends: counted || entered.bends !== undefined ? row.bends : null,
      holes: counted || entered.holes !== undefined ? row.holes : null,
      drilled_mm: counted || entered.holes !== undefined ? drilledDepth(row, measured, thickness_mm) : null,
      solids: measured.solids ?? 1,
      weld_mm: row.weld_length_mm,
    },
  }
  if (!['assembly', 'welded'].includes(whole.figures.process ?? '') || !measured.parts?.length) return [whole]
  return [
    ...measured.parts.map((one) => ({
      figures: figuresOf(one, row.material),
      pieces: one.quantity,
      name: one.name,
    })),
    whole,
  ]
}

/** The nesting of a batch of this drawing, or why there is none; asks for one that is missing. */
export async function nestingFor(work: Work, row: Drawing, batch: string): Promise<NestingState> {
  const [first] = blanksOf(row)
  if (first?.part === null && !isNested({ process: wayOf(row), cut_length_mm: row.cut_length_mm }))
    return 'none'
  return nestingOfBlank(work, row, batch, first)
}

/** The same of one thing that is cut: the part, or a sheet part of an assembly. */
async function nestingOfBlank(
  work: Work,
  row: Drawing,
  batch: string,
  blank: Blank | undefined,
): Promise<NestingState> {
  if (!row.file?.[0] || !blank) return 'none'
  const found = nestingOf(
    row,
    batch,
    await rulesFor(work, { material: row.material, thickness: blank.thickness }),
    blank.part,
  )
  if (found) return found.loss_rate === null ? 'impossible' : { ...found, loss_rate: found.loss_rate }
  await askToNest(work, row, batch)
  return 'pending'
}

async function readWorkshop(work: Work, parts: readonly CostedPart[]): Promise<Workshop> {
  const prices: Record<string, MaterialPrice> = {}
  for (const material of new Set(parts.flatMap(({ figures }) => namesOf(figures.material)))) {
    const price = await work.first(materialPrice, {
      where: 'material = wanted and valid_from <= today()',
      with: { wanted: material },
      sort: '-valid_from',
    })
    if (price)
      prices[material] = {
        material,
        price_per_kg: price.price_per_kg,
        date: price.valid_from,
        source: price.source ? { zh: price.source } : { zh: '材料价格表', en: 'material prices' },
      }
  }
  const machines: Record<string, { rate: string; name: string }> = {}
  for (const one of await work.find(machine, { sort: 'created_at' }))
    if (one.hourly_rate !== null) machines[one.type] ??= { rate: one.hourly_rate, name: one.name }
  return { prices, machines, today: work.today(), price_fresh_days: work.term(materialPriceFresh).number }
}
