import { z } from 'zod'
import { refuse } from '../../model/index.ts'

const byColumn = <T extends z.ZodType>(value: T) => z.record(z.string(), value).optional()

/**
 * What the sender of a sheet may say about it. Columns are named by their headers, rows as the spreadsheet
 * numbers them.
 */
const importOptions = z.strictObject({
  /** Sheet inside a workbook; the first visible one unless told. */
  sheet: z.string().optional(),
  /**
   * Field of a column, or several that it fills alike (a product list whose name is also its code); null
   * leaves the column out. Columns not named are guessed.
   */
  mapping: byColumn(z.union([z.string().nullable(), z.array(z.string()).min(1).max(10)])),
  /** Row of the headers, as the spreadsheet numbers it; found unless told. */
  header_row: z.number().int().min(1).optional(),
  /**
   * How the numbers or days of a column are written, where the column does not prove it: `{ 金额: ',' , 日期:
   * 'dmy' }`.
   */
  conventions: byColumn(z.enum(['.', ',', 'indian', 'dmy', 'mdy', 'ymd', 'serial1900', 'serial1904'])),
  /** What to do with rows of totals: left out (unless told) or read as data. */
  totals: z.enum(['leave', 'read']).optional(),
  /**
   * Rows below a blank line that nothing shows to be of the same table: refused until somebody says to read
   * or to leave them.
   */
  below: z.enum(['leave', 'read']).optional(),
  /** `upsert` where there is a `key`, else `create`. */
  mode: z.enum(['create', 'update', 'upsert']).optional(),
  /** Field by which a row finds the record that it is about. */
  key: z.string().optional(),
  /** One cell at a time; null empties it. */
  corrections: z.record(z.string(), z.record(z.string(), z.string().nullable())).optional(),
  /** One value of a column for another in every row: `{ product: { GTXPro: 'GTX Pro' } }`. */
  replacements: byColumn(z.record(z.string(), z.string())),
  /**
   * Words of the sheet for words of ours, e.g. stages: `{ deal_stage: { Won: 'won' } }`. Asked after
   * corrections and replacements.
   */
  values: byColumn(z.record(z.string(), z.string())),
  /** What an empty cell means: leave what is there (`keep`, unless told), empty it, or stand for a value. */
  blank: byColumn(z.union([z.enum(['keep', 'clear']), z.strictObject({ use: z.string().min(1) })])),
  /** Reference fields whose missing records are created by title, where the caller may. */
  create_missing: z.array(z.string()).optional(),
})
export type ImportOptions = z.infer<typeof importOptions>
export type Mapping = NonNullable<ImportOptions['mapping']>

/** The `options` part of an upload: JSON, or nothing. */
export function parseOptions(text: string | undefined): ImportOptions {
  const result = importOptions.safeParse(readJson(text))
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const at = ['options', ...issue.path].join('.')
  throw refuse(
    'request_invalid',
    { zh: `导入选项不正确：${at}`, en: `The options are not right at ${at}: ${issue.message}` },
    { status: 400, field: at },
  )
}

function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text || '{}')
  } catch {
    return null
  }
}
