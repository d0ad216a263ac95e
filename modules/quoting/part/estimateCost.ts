import { Decimal } from 'decimal.js'
import type { Measurement } from '../../../geometry/index.ts'
import type { Label } from '../../../model/index.ts'
import { layBlanks, nestingRules, sheetPartsOf, type Blank } from '../../engineering/index.ts'
import { askRules, type Order } from './askRules.ts'
import type { NestingState } from './costMaterial.ts'
import { costParts, type Costing } from './costPart.ts'
import type { CostRow, Source } from './costRow.ts'
import { wordItem, wordNotes, wordSource } from './costSentences.ts'
import { partsOf, type CostedPart } from './figures.ts'
import { shareCuts } from './shareCuts.ts'
import { askShipped, decideShipped, startingWorkshop } from './shippedWorkshop.ts'

export interface EstimatedCost {
  readonly currency: 'CNY'
  readonly per_piece: string
  readonly quantity: number
  readonly total: string
  readonly template: string | null
  readonly operations: readonly string[]
  readonly lines: readonly EstimatedItem[]
  readonly notes: readonly Label[]
}

/** An item in words, for who has no screen to word it. */
interface EstimatedItem extends Pick<CostRow, 'key' | 'amount' | 'formula'> {
  readonly kind: string
  readonly label: Label
  readonly quantity?: string
  readonly unit?: string
  readonly rate?: string
  readonly source: Omit<Source, 'notes'> & { readonly note: Label }
}

interface Wish {
  readonly material?: string
  readonly quantity: number
  readonly surface?: string
  readonly process?: string
}

/**
 * What a measured part costs by the shipped rules, starting prices and standard rates; exactly the model of
 * the product, without a company. Null with the reasons where material or process are not known.
 */
export async function estimateCost(
  measured: Measurement,
  { material, quantity, surface, process }: Wish,
): Promise<{ readonly cost: EstimatedCost | null; readonly missing: readonly Label[] }> {
  const order: Order = { batch: String(quantity), ...(surface ? { surface } : {}) }
  const named = material ?? measured.title_block?.material ?? null
  const parts = partsOf(measured, named).map((part) =>
    process && part.pieces === 1 && !part.name ? { ...part, figures: { ...part.figures, process } } : part,
  )
  const asked = []
  const nestings = await nestParts(parts, measured, quantity)
  for (const [at, nesting] of nestings.entries()) {
    const part = shareCuts(parts[at]!, nesting)
    asked.push({ part, rules: await askRules(askShipped, part, order), nesting })
  }
  const costing = costParts(asked, order, startingWorkshop)
  if (costing.missing.length > 0) return { cost: null, missing: wordNotes(costing.missing) }
  const { template } = asked.at(-1)!.rules
  return { cost: describe(costing, quantity, template.values), missing: [] }
}

/** What each part loses by its nesting: the only one, or the sheet parts of an assembly one by one. */
async function nestParts(
  parts: readonly CostedPart[],
  measured: Measurement,
  quantity: number,
): Promise<readonly NestingState[]> {
  const { contours = [] } = measured
  const only = parts.length === 1 ? parts[0]!.figures : null
  const blanks: readonly Blank[] = only
    ? only.cut_length_mm === null
      ? []
      : [
          {
            part: null,
            name: null,
            thickness: only.thickness_mm === null ? null : String(only.thickness_mm),
            pieces: 1,
          },
        ]
    : (sheetPartsOf(measured) ?? [])
  if (contours.length === 0 || blanks.length === 0) return parts.map(() => 'none' as const)
  const laid = await layBlanks(contours, {
    blanks,
    batch: quantity,
    rulesOf: ({ thickness }) => nestingRules(decideShipped, parts[0]!.figures.material, thickness),
  })
  return parts.map((_, at) => {
    const found = laid.find(({ blank }) => (blank.part ?? 0) === at)
    return found ? (found.nesting ?? 'impossible') : 'none'
  })
}

function describe(
  { rows, per_piece, notes }: Costing,
  quantity: number,
  { template, operations }: Readonly<Record<string, unknown>>,
): EstimatedCost {
  return {
    currency: 'CNY',
    per_piece,
    quantity,
    total: new Decimal(per_piece).mul(quantity).toFixed(2),
    template: typeof template === 'string' ? template : null,
    operations: Array.isArray(operations) ? operations.map(String) : [],
    lines: rows.map(
      ({
        key,
        kind,
        item,
        amount,
        formula,
        source: { notes: said, ...source },
        net_weight_kg,
        count,
        hours,
        unit,
        rate,
        unit_price,
      }) => {
        const [amountOf, priced] = [net_weight_kg ?? count ?? hours, rate ?? unit_price]
        return {
          key,
          kind,
          label: wordItem(item),
          amount,
          formula,
          ...(amountOf ? { quantity: amountOf } : {}),
          ...(unit ? { unit } : {}),
          ...(priced ? { rate: priced } : {}),
          source: { ...source, note: wordSource(said) },
        }
      },
    ),
    // A workshop of starting values has no machines of its own: said once, not for every operation.
    notes: [starting, ...wordNotes(notes.filter(({ code }) => !code.endsWith('rate_standard')))],
  }
}

const starting: Label = {
  zh: '价格为随软件的起始值，费率为标准费率；在系统中按贵司的价格、设备台账和规则核算',
  en: 'Starting prices and standard rates shipped with the software; in the system your own prices, machines and rules apply',
}
