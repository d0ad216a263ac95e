import { refuse, type Refusal } from '../../model/refuse.ts'

/**
 * What one uploaded table may cost us. A file beyond it is refused with the place and the limit, never cut
 * silently.
 */
export interface SheetLimits {
  /** Size of the file as uploaded, bytes. */
  readonly bytes: number
  /** Rows counted from the top of the sheet. */
  readonly rows: number
  readonly columns: number
  /** Characters in one cell; Excel itself stops at 32,767. */
  readonly cell_chars: number
  /** An XLSX unpacked, all parts together, bytes. */
  readonly unzipped_bytes: number
  /** Unpacked size over packed size of one part; an honest sheet stays under 100. */
  readonly unzip_ratio: number
  /** Text shared between cells is the one part of an XLSX that must be held in memory, bytes unpacked. */
  readonly shared_text_bytes: number
}

export const sheetLimits: SheetLimits = {
  bytes: 100 * 2 ** 20,
  rows: 1_048_576,
  columns: 1_024,
  cell_chars: 100_000,
  unzipped_bytes: 2 ** 30,
  unzip_ratio: 200,
  shared_text_bytes: 64 * 2 ** 20,
}

/** 1 → A, 27 → AA: the column as people see it on the screen. */
export function nameColumn(column: number): string {
  let name = ''
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26))
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name
  return name
}

/** A broken place in a table: `row` and `column` count from 1; `what` and `whatEn` end the sentence. */
export function refuseCell({
  row,
  column,
  what,
  whatEn,
}: {
  row: number
  column?: number
  what: string
  whatEn: string
}): Refusal {
  const place = column ? `第${row}行${nameColumn(column)}列` : `第${row}行`
  const placeEn = column ? `Row ${row}, column ${nameColumn(column)}` : `Row ${row}`
  return refuse(
    'sheet_broken',
    { zh: `${place}：${what}`, en: `${placeEn}: ${whatEn}` },
    { data: { row, ...(column ? { column } : {}) } },
  )
}

/** A refusal about the whole file; where a row is at fault use `refuseCell`, which names the place. */
export function refuseSheet(code: string, zh: string, en: string): Refusal {
  return refuse(code, { zh, en })
}

/** `sheet_too_big`: the limit, given in bytes, is said in MB. */
export function refuseTooBig(bytes: number) {
  const megabytes = Math.round(bytes / 2 ** 20)
  return refuseSheet(
    'sheet_too_big',
    `文件超过${megabytes} MB，请分成几个文件导入`,
    `The file is over ${megabytes} MB: split it`,
  )
}

/** Checks one row against the limits as it passes. */
export function checkRow(row: number, cells: readonly string[], limits: SheetLimits): void {
  if (row > limits.rows)
    throw refuse(
      'sheet_too_long',
      {
        zh: `表格超过${limits.rows}行，请分成几个文件导入`,
        en: `More than ${limits.rows} rows: split the file`,
      },
      { data: { row } },
    )
  if (cells.length > limits.columns)
    throw refuseCell({
      row,
      column: cells.length,
      what: `超过${limits.columns}列`,
      whatEn: `more than ${limits.columns} columns`,
    })
  const column = cells.findIndex((cell) => cell.length > limits.cell_chars) + 1
  if (column)
    throw refuseCell({
      row,
      column,
      what: `单元格超过${limits.cell_chars}个字符`,
      whatEn: `more than ${limits.cell_chars} characters in one cell`,
    })
}
