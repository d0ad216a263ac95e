import { measureDrawing, type Measurement, type PartContours } from '../../geometry/index.ts'
import { Refusal, type JobDef, type Work } from '../../model/index.ts'
import { drawing, type Drawing } from './drawing.ts'
import { nameRules, nestBatch, type BatchNesting, type NestingRules } from './nestBatch.ts'
import { readStock } from './readStock.ts'

const sheetKinds: readonly (string | null)[] = ['sheet_metal', 'flat_cut', 'wire_cut', 'stamped', 'punched']

/** Whether the part comes from a sheet, so that its loss is a matter of nesting. */
export const isNested = ({ process, cut_length_mm }: { readonly process: string | null; readonly cut_length_mm: unknown }): boolean => sheetKinds.includes(process) && cut_length_mm !== null

/** What was laid for this batch with the rules of now; null while nobody has. */
export function nestingOf(row: Pick<Drawing, 'nestings'>, batch: string, rules: NestingRules): BatchNesting | null {
  const kept = (row.nestings ?? []) as readonly BatchNesting[]
  return kept.find((one) => one.batch === Math.max(1, Math.ceil(Number(batch))) && one.by === nameRules(rules)) ?? null
}

/** The sheets and distances that the company goes by for a material and thickness, without what lies in stock. */
export async function nestingRules(ask: Work['decide'], material: string | null, thickness: string | number | null): Promise<NestingRules> {
  const about = { material, thickness: thickness === null ? null : Number(thickness) }
  const [{ result: sheets }, { result: how }, { result: kept }] = [await ask('stock_sheet', about), await ask('sheet_nesting', about), await ask('remnant_rules', about)]
  return {
    sheets: [sheets].flat().map((one: { width: string; height: string }) => ({ width: Number(one.width), height: Number(one.height) })),
    gap: Number(how.gap), margin: Number(how.margin), grain: how.grain === true,
    remnant: { least_side: Number(kept?.least_side ?? 100), least_share: Number(kept?.least_share ?? 0.5) }, stock: [],
  }
}

/** The rules for a drawing as of now, with the remnants and odd sheets of its material and thickness that lie in stock. */
export async function rulesFor(work: Pick<Work, 'decide' | 'find'>, row: Pick<Drawing, 'material' | 'thickness' | 'thickness_mm'>): Promise<NestingRules> {
  const thickness = row.thickness_mm ?? row.thickness
  const rules = await nestingRules(work.decide, row.material, thickness)
  return { ...rules, stock: await readStock(work, { material: row.material, thickness, bought: rules.sheets }) }
}

/** Asks for the nesting of a batch; told by the event `drawing.nested`. */
export const askToNest = (work: Work, row: Pick<Drawing, 'id'>, batch: string): Promise<void> =>
  work.enqueue('engineering.nest', { drawing: row.id, batch }, `${row.id}:${batch}`)

/** Nests outside of any transaction; the contours are too large to keep and are read from the file again. */
export const nestJob: JobDef = {
  name: 'engineering.nest',
  async run(office, { drawing: id, batch }: { drawing: string; batch: string }) {
    const row = await office.do((work) => work.first(drawing, { where: 'id = wanted and stage = "measured"', with: { wanted: id } }))
    const source = row?.file?.[0]
    if (!row || !source) return
    const contours = await readContours(await office.readFile(source), row)
    const rules = await office.do((work) => rulesFor(work, row))
    await keepNestings(office, row, [{ batch, nesting: await nestBatch(contours, Number(batch), rules) }], rules)
  },
}

/** Stores the answers (an impossible nesting as a loss that nobody knows) and tells who waits for them. */
export async function keepNestings(office: Parameters<JobDef['run']>[0], { id }: Pick<Drawing, 'id'>, found: readonly Laid[], rules: NestingRules): Promise<void> {
  const entries = found.map(({ batch, nesting }) => nesting ?? { batch: Math.max(1, Math.ceil(Number(batch))), loss_rate: null, by: nameRules(rules) })
  await office.do(async (work) => {
    const row = await work.get(drawing, id)
    const others = ((row.nestings ?? []) as readonly BatchNesting[]).filter((one) => one.by === nameRules(rules) && !entries.some((entry) => entry.batch === one.batch))
    await work.change(drawing, id, { nestings: [...others.slice(-19), ...entries] })
    await work.emit('drawing.nested', { object: 'drawing', record: id, batches: entries.map((entry) => entry.batch) })
  })
}

export interface Laid {
  readonly batch: string
  readonly nesting: BatchNesting | null
}

async function readContours(bytes: Uint8Array, row: Drawing): Promise<readonly PartContours[]> {
  try {
    const measured: Measurement = await measureDrawing(bytes, { name: row.name, preview: false, ...(row.thickness ? { thickness: Number(row.thickness) } : {}) })
    return measured.contours ?? []
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}
