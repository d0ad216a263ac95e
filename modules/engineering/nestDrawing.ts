import { measureDrawing, type Measurement, type PartContours } from '../../geometry/index.ts'
import { Refusal, type JobDef, type Work } from '../../model/index.ts'
import { blanksOf, layBlanks, type Blank, type Laid } from './blanks.ts'
import { drawing, type Drawing } from './drawing.ts'
import { nameRules, type NestingRules } from './nestingRules.ts'
import { type BatchNesting } from './nestBatch.ts'
import { readStock } from './readStock.ts'
import { whereMeasured } from './drawingStages.ts'

type Office = Parameters<JobDef['run']>[0]

/** A nesting as it stands on the drawing; of an assembly it names the part, and the batch of the assembly. */
export interface KeptNesting extends Omit<BatchNesting, 'loss_rate'> {
  readonly loss_rate: string | null
  readonly part?: number
  readonly part_name?: string
  readonly assembly_batch?: number
}

/** The batch that a nesting was asked for: that of the assembly where it is of a part. */
const batchOf = ({ batch, assembly_batch }: Pick<KeptNesting, 'batch' | 'assembly_batch'>): number =>
  assembly_batch ?? batch

/** What was laid for this batch with the rules of now; null while nobody has. */
export function nestingOf(
  row: Pick<Drawing, 'nestings'>,
  batch: string,
  rules: NestingRules,
  part: number | null = null,
): KeptNesting | null {
  const kept = (row.nestings ?? []) as readonly KeptNesting[]
  return (
    kept.find(
      (one) =>
        batchOf(one) === wholeBatch(batch) && (one.part ?? null) === part && one.by === nameRules(rules),
    ) ?? null
  )
}

const wholeBatch = (batch: string): number => Math.max(1, Math.ceil(Number(batch)))

/**
 * The sheets and distances that the company goes by for a material and thickness, without what lies in stock.
 */
export async function nestingRules(
  ask: Work['decide'],
  material: string | null,
  thickness: string | number | null,
): Promise<NestingRules> {
  const about = { material, thickness: thickness === null ? null : Number(thickness) }
  const [{ result: sheets }, { result: how }, { result: kept }, { result: common }] = [
    await ask('stock_sheet', about),
    await ask('sheet_nesting', about),
    await ask('remnant_rules', about),
    await ask('common_cut', about),
  ]
  return {
    sheets: [sheets].flat().map((one: { width: string; height: string }) => ({
      width: Number(one.width),
      height: Number(one.height),
    })),
    gap: Number(how.gap),
    margin: Number(how.margin),
    grain: how.grain === true,
    remnant: { least_side: Number(kept?.least_side ?? 100), least_share: Number(kept?.least_share ?? 0.5) },
    stock: [],
    ...(common?.shared === true ? { common_cut: { kerf: Number(common.kerf ?? 0) } } : {}),
  }
}

/** The rules as of now, with the remnants and odd sheets of the material and thickness that lie in stock. */
export async function rulesFor(
  work: Pick<Work, 'decide' | 'find'>,
  { material, thickness }: { readonly material: string | null; readonly thickness: string | null },
): Promise<NestingRules> {
  const rules = await nestingRules(work.decide, material, thickness)
  return { ...rules, stock: await readStock(work, { material, thickness, bought: rules.sheets }) }
}

/** Asks for the nesting of a batch; told by the event `drawing.nested`. */
export const askToNest = (work: Work, row: Pick<Drawing, 'id'>, batch: string): Promise<void> =>
  work.enqueue('engineering.nest', { drawing: row.id, batch }, `${row.id}:${batch}`)

/** Nests outside of any transaction; the contours are too large to keep and are read from the file again. */
export const nestJob: JobDef = {
  name: 'engineering.nest',
  async run(office, { drawing: id, batch }: { drawing: string; batch: string }) {
    const row = await office.do((work) =>
      work.first(drawing, { where: `id = wanted and ${whereMeasured}`, with: { wanted: id } }),
    )
    const source = row?.file?.[0]
    if (!row || !source) return
    await nestAndKeep(office, row, {
      contours: await readContours(await office.readFile(source), row),
      batches: [batch],
    })
  },
}

/** Lays the batches of a drawing by the rules and the stock of now, and keeps the answers. */
export async function nestAndKeep(
  office: Office,
  row: Drawing,
  { contours, batches }: { readonly contours: readonly PartContours[]; readonly batches: readonly string[] },
): Promise<void> {
  const rulesOf = (blank: Blank) =>
    office.do((work) => rulesFor(work, { material: row.material, thickness: blank.thickness }))
  const found: Laid[] = []
  for (const batch of batches)
    found.push(...(await layBlanks(contours, { blanks: blanksOf(row), batch: wholeBatch(batch), rulesOf })))
  if (found.length > 0) await keepNestings(office, row, found)
}

/** Nestings that stand on a drawing at most; the oldest go first. */
const kept_max = 40

/** Stores the answers (an impossible nesting as a loss that nobody knows) and tells who waits for them. */
async function keepNestings(
  office: Office,
  { id }: Pick<Drawing, 'id'>,
  found: readonly Laid[],
): Promise<void> {
  const entries = found.map(({ batch, blank, nesting, by }) => ({
    ...(nesting ?? { batch, loss_rate: null }),
    by,
    ...(blank.part === null ? {} : { part: blank.part, part_name: blank.name ?? '', assembly_batch: batch }),
  }))
  await office.do(async (work) => {
    const row = await work.get(drawing, id)
    const stale = (one: KeptNesting) =>
      entries.some(
        (entry) =>
          (entry.part ?? null) === (one.part ?? null) &&
          (entry.by !== one.by || batchOf(entry) === batchOf(one)),
      )
    const others = ((row.nestings ?? []) as readonly KeptNesting[]).filter((one) => !stale(one))
    await work.change(drawing, id, { nestings: [...others, ...entries].slice(-kept_max) })
    await work.emit('drawing.nested', {
      object: 'drawing',
      record: id,
      batches: [...new Set(found.map(({ batch }) => batch))],
    })
  })
}

async function readContours(bytes: Uint8Array, row: Drawing): Promise<readonly PartContours[]> {
  try {
    const measured: Measurement = await measureDrawing(bytes, {
      name: row.name,
      preview: false,
      ...(row.thickness ? { thickness: Number(row.thickness) } : {}),
    })
    return measured.contours ?? []
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}
