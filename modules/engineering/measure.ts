import { measureDrawing, type Measurement } from '../../geometry/index.ts'
import { defineAction, Refusal, refuse, type JobDef, type Label, type Work } from '../../model/index.ts'
import { findDifferences, joinDifferences, type Difference } from './differences.ts'
import { drawing, type Drawing } from './drawing.ts'
import { enteredOf } from './enterFigures.ts'
import { evaluation } from './evaluation.ts'
import { figuresOf, keptOf } from './figures.ts'
import { blanksOf, isNested } from './blanks.ts'
import { nestAndKeep } from './nestDrawing.ts'
import { templateFor } from './processTemplate.ts'
import { askToMeasure, openEvaluation } from './receiveDrawing.ts'

/** Asks again, for instance after the material was set. */
export const measureAgain = defineAction(drawing, 'measure', {
  label: { zh: '重新测量', en: 'Measure again' },
  async run(work, row) {
    if (!row.file?.[0])
      throw refuse(
        'drawing_without_file',
        { zh: '该图纸没有文件', en: 'This drawing has no file' },
        { field: 'file' },
      )
    await askToMeasure(work, row)
    return { stage: 'measuring' }
  },
})

/** Measures outside of any transaction, then writes figures, picture and what is doubtful in one. */
export const measureJob: JobDef = {
  name: 'engineering.measure',
  async run(office, { drawing: id }: { drawing: string }) {
    const row = await office.do((work) => work.first(drawing, { where: 'id = wanted', with: { wanted: id } }))
    const source = row?.file?.[0]
    if (!row || !source) return
    const measured = await tryMeasuring(await office.readFile(source), row).catch(async (error: unknown) => {
      // A fault of ours is reported and tried again by the job, but nobody is left looking at a measuring
      // that never ends.
      await office.do((work) => noteRefusal(work, row, ourFault))
      throw error
    })
    if ('refused' in measured) return office.do((work) => noteRefusal(work, row, measured.refused))
    await office.do((work) => noteFigures(work, row, measured))
    await nestUsual(office, row.id, measured)
  },
}

const ourFault: Label = {
  zh: '测量程序出错，已记录并会自动重试；仍不成功请联系管理员',
  en: 'The measuring itself went wrong; that is noted and tried again. If it stays so, ask your administrator',
}

/**
 * Batches that are asked for most are nested at once, while the contours are at hand; others, and more than
 * one assembly, when they are asked for.
 */
const usualBatches = ['1', '10', '100']

async function nestUsual(
  office: Parameters<JobDef['run']>[0],
  id: string,
  { contours = [] }: Measurement,
): Promise<void> {
  const row = await office.do((work) => work.get(drawing, id))
  const [single] = blanksOf(row)
  if (!single || (single.part === null && !isNested(row))) return
  const [first, ...rest] = usualBatches
  await nestAndKeep(office, row, { contours, batches: [first!] })
  if (single.part === null) await nestAndKeep(office, row, { contours, batches: rest })
}

async function tryMeasuring(
  bytes: Uint8Array,
  row: Drawing,
): Promise<Measurement | { readonly refused: Label }> {
  try {
    return await measureDrawing(bytes, {
      name: row.name,
      ...(row.material ? { material: row.material } : {}),
      ...(row.thickness ? { thickness: Number(row.thickness) } : {}),
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refused: error.sentence }
  }
}

/** What geometry refuses is a plain sentence on the drawing; the evaluation goes on by hand. */
async function noteRefusal(work: Work, row: Drawing, why: Label): Promise<void> {
  await work.change(drawing, row.id, {
    stage: 'failed',
    warnings: why.zh,
    doubts: [{ code: 'not_measured', label: why }],
    differences: null,
  })
  await work.emit('drawing.failed', { object: 'drawing', record: row.id, why })
  if (row.owner)
    await work.notify([row.owner], {
      title: {
        zh: `图纸“${row.name}”无法测量：${why.zh}`,
        en: `The drawing ${row.name} could not be measured: ${why.en ?? why.zh}`,
      },
      object: 'drawing',
      record: row.id,
      key: `not-measured:${row.id}:${why.zh}`,
    })
}

/** What the file does not tell keeps what a person has said: figures entered by hand, and the process. */
function withEntered(figures: ReturnType<typeof figuresOf>, row: Drawing) {
  const entered = enteredOf(row)
  const kept = Object.entries(entered).filter(([name]) => figures[name as keyof typeof entered] === null)
  return {
    ...figures,
    ...Object.fromEntries(kept),
    process: figures.process === 'unknown' && row.process ? row.process : figures.process,
  }
}

async function noteFigures(work: Work, row: Drawing, measured: Measurement): Promise<void> {
  const figures = withEntered(figuresOf(measured), row)
  const material = row.material ?? measured.title_block?.material?.slice(0, 80) ?? null
  const differences = await compareWithOthers(work, row, measured)
  const doubts = measured.warnings.slice(0, 100).map(({ code, label }) => ({ code, label }))
  const kept = keptOf(measured)
  const known = row.process === figures.process ? row.template : null
  // A template that stands is kept; drawings from before operations were kept as codes get theirs.
  const chosen =
    known && row.steps
      ? {}
      : { ...(await templateFor(work, known ?? figures.process)), ...(known ? { template: known } : {}) }
  await work.change(drawing, row.id, {
    ...figures,
    ...chosen,
    nestings: null,
    material,
    stage: 'measured',
    warnings:
      doubts
        .map(({ label }) => label.zh)
        .join('\n')
        .slice(0, 20_000) || null,
    doubts: doubts.length > 0 ? doubts : null,
    differences: differences.length > 0 ? differences : null,
    measurement: kept,
  })
  await keepPicture(work, row, measured)
  if (differences.length > 0) await keepEvaluation(work, row, differences)
  await work.emit('drawing.measured', {
    object: 'drawing',
    record: row.id,
    opportunity: row.opportunity,
    quote: row.quote,
    mass_kg: figures.mass_kg,
    differences,
  })
}

/**
 * The sheet against the model, and a sheet's own words against its own figures: more than 2 % is for an
 * engineer to decide.
 */
async function compareWithOthers(
  work: Work,
  row: Drawing,
  measured: Measurement,
): Promise<readonly Difference[]> {
  const others = row.opportunity
    ? await work.find(drawing, {
        where: 'opportunity = inquiry and stage = "measured" and id != own',
        with: { inquiry: row.opportunity, own: row.id },
      })
    : await work.find(drawing, {
        where: 'quote = inquiry and stage = "measured" and id != own',
        with: { inquiry: row.quote, own: row.id },
      })
  const pairs = others
    .map((other) => [other, other.measurement as Measurement] as const)
    .filter(([, other]) => other && (other.kind === 'step') !== (measured.kind === 'step'))
  const namesakes = pairs.filter(([other]) => stem(other.name) === stem(row.name))
  const compared = namesakes.length > 0 ? namesakes : pairs.length === 1 ? pairs : []
  return compared.flatMap(([other, its]) =>
    findDifferences({ name: row.name, measured }, { name: other.name, measured: its }),
  )
}

/** `支架-A1 (2).STEP` and `支架-a1.pdf` speak of one part. */
const stem = (name: string) =>
  name
    .replace(/\.[^.]+$/, '')
    .replace(/\s*\(\d+\)$/, '')
    .trim()
    .toLowerCase()

async function keepEvaluation(work: Work, row: Drawing, differences: readonly Difference[]): Promise<void> {
  const about = row.opportunity ? { opportunity: row.opportunity } : { quote: row.quote }
  const inquiry = await work.get(row.opportunity ? 'opportunity' : 'quote', (row.opportunity ?? row.quote)!)
  const open = await openEvaluation(work, about, inquiry)
  await work.change(evaluation, open.id, {
    differences: joinDifferences((open.differences ?? []) as readonly Difference[], differences),
  })
  if (row.evaluation !== open.id) await work.change(drawing, row.id, { evaluation: open.id })
}

/** Previews hang on the drawing, once: measuring again does not pile them up. */
async function keepPicture(work: Work, row: Drawing, { preview }: Measurement): Promise<void> {
  const present = new Set((await work.files(row.id)).map((one) => one.purpose))
  const base = row.name.replace(/\.[^.]+$/, '').slice(0, 200)
  const pictures = [
    ['svg', preview?.svg && new TextEncoder().encode(preview.svg)],
    ['glb', preview?.glb],
    ['png', preview?.png],
  ] as const
  for (const [kind, content] of pictures)
    if (content && content.length > 0 && !present.has(`preview_${kind}`))
      await work.attachFile({
        name: `${base}.${kind}`,
        content,
        purpose: `preview_${kind}`,
        object: 'drawing',
        record: row.id,
      })
}
