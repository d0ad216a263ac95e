import { restoreCell } from './cellText.ts'
import { findMerges, withMerges } from './mergedCells.ts'
import { openZip, type Zip } from './openZip.ts'
import type { TableRow } from './readCsv.ts'
import { readSheetRows } from './readSheetRows.ts'
import { readWholeXml } from './readXml.ts'
import { refuse } from '../../model/refuse.ts'
import { checkRow, refuseSheet, type SheetLimits } from './sheetLimits.ts'
import { styleOfFormat, unescapeText, type NumberStyle } from './xlsxValue.ts'

/** What the cells of a sheet refer to. */
export interface WorkbookParts {
  readonly shared: readonly string[]
  readonly styles: readonly NumberStyle[]
  readonly from1904: boolean
}

/** Reads one sheet of a workbook row by row: the named one, else the first visible one. */
export async function* readXlsx(
  path: string,
  { name, limits }: { name?: string | undefined; limits: SheetLimits },
): AsyncGenerator<TableRow> {
  const zip = await openZip(path, limits)
  try {
    const { part, from1904 } = await findSheet(zip, name)
    if (zip.size('xl/sharedStrings.xml') > limits.shared_text_bytes)
      throw refuseSheet(
        'sheet_too_big',
        '工作簿中的文字过多，请分成几个文件或另存为CSV',
        'Too much text in one workbook: split it or save it as CSV',
      )
    const shared = await readSharedText(zip)
    const styles = await readStyles(zip)
    const merges = await findMerges(await zip.read(part))
    for await (const { row, cells, ...facts } of withMerges(
      readSheetRows(await zip.read(part), { shared, styles, from1904 }, limits),
      merges,
    )) {
      checkRow(row, cells, limits)
      if (cells.some(Boolean)) yield { row, cells: cells.map(restoreCell), ...facts }
    }
  } finally {
    zip.close()
  }
}

export interface WorkbookFacts {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
  /** Days are counted from 1904 instead of 1900. */
  readonly from1904: boolean
}

/** What a workbook is made of, without reading its rows. */
export async function describeXlsx(path: string, limits: SheetLimits): Promise<WorkbookFacts> {
  const zip = await openZip(path, limits)
  try {
    const { sheets, from1904 } = await readBook(zip)
    return { sheets: sheets.map(({ name, hidden }) => ({ name, hidden })), from1904 }
  } finally {
    zip.close()
  }
}

async function findSheet(zip: Zip, name: string | undefined): Promise<{ part: string; from1904: boolean }> {
  const { sheets, from1904, folder } = await readBook(zip)
  const sheet =
    name === undefined
      ? (sheets.find((one) => !one.hidden) ?? sheets[0])
      : sheets.find((one) => one.name === name)
  if (!sheet)
    throw refuse(
      'sheet_not_found',
      {
        zh: `工作簿里没有名为“${name ?? ''}”的工作表`,
        en: `The workbook has no sheet called “${name ?? ''}”`,
      },
      { data: { sheets: sheets.map((one) => one.name) } },
    )
  return { part: resolvePart(folder, sheet.target), from1904 }
}

async function readBook(zip: Zip) {
  const book = await findWorkbook(zip)
  const folder = book.slice(0, book.lastIndexOf('/') + 1)
  const targets = await readRelations(zip, `${folder}_rels/${book.slice(folder.length)}.rels`)
  const sheets: { name: string; target: string; hidden: boolean }[] = []
  let from1904 = false
  await readWholeXml(await zip.read(book), {
    open(tag, attributes) {
      if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
      if (tag !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      sheets.push({
        name: attributes['name'] ?? '',
        target: targets.get(id)?.target ?? '',
        hidden: (attributes['state'] ?? 'visible') !== 'visible',
      })
    },
  })
  return { sheets, from1904, folder }
}

async function findWorkbook(zip: Zip): Promise<string> {
  if (zip.has('xl/workbook.xml')) return 'xl/workbook.xml'
  const roots = zip.has('_rels/.rels') ? await readRelations(zip, '_rels/.rels') : new Map<string, Relation>()
  for (const { type, target } of roots.values())
    if (type.endsWith('/officeDocument')) return resolvePart('', target)
  throw refuseSheet('sheet_broken', '这个压缩文件不是XLSX工作簿', 'This archive is not an XLSX workbook')
}

interface Relation {
  readonly type: string
  readonly target: string
}

async function readRelations(zip: Zip, part: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>()
  await readWholeXml(await zip.read(part), {
    open(tag, { Id = '', Type = '', Target = '' }) {
      if (tag === 'Relationship') relations.set(Id, { type: Type, target: Target })
    },
  })
  return relations
}

const resolvePart = (folder: string, target: string): string =>
  new URL(target, `zip:///${folder}`).pathname.slice(1)

async function readSharedText(zip: Zip): Promise<string[]> {
  const shared: string[] = []
  if (!zip.has('xl/sharedStrings.xml')) return shared
  let text = ''
  let inText = false
  let phonetic = 0
  await readWholeXml(await zip.read('xl/sharedStrings.xml'), {
    open(tag) {
      if (tag === 'si') text = ''
      else if (tag === 'rPh') phonetic++
      else if (tag === 't') inText = phonetic === 0
    },
    text(piece) {
      if (inText) text += piece
    },
    close(tag) {
      if (tag === 't') inText = false
      else if (tag === 'rPh') phonetic--
      else if (tag === 'si') shared.push(unescapeText(text))
    },
  })
  return shared
}

async function readStyles(zip: Zip): Promise<NumberStyle[]> {
  const codes = new Map<number, string>()
  const styles: NumberStyle[] = []
  let inCells = false
  if (!zip.has('xl/styles.xml')) return styles
  await readWholeXml(await zip.read('xl/styles.xml'), {
    open(tag, attributes) {
      const id = Number(attributes['numFmtId'] ?? 0)
      if (tag === 'numFmt') codes.set(id, attributes['formatCode'] ?? '')
      else if (tag === 'cellXfs') inCells = true
      else if (tag === 'xf' && inCells) styles.push(styleOfFormat(id, codes.get(id)))
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false
    },
  })
  return styles
}
