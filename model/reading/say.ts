import type { Label } from '../refuse.ts'
import type { CellReading } from './column.ts'
import { sayReadings } from './columns.ts'
import { isScientific } from './number.ts'

/** Why a cell is not read, with the code that programs go by. */
export interface Unread {
  readonly code: 'field_invalid' | 'convention_unclear' | 'convention_other' | 'digits_lost' | 'cell_error'
  readonly sentence: Required<Label>
}

/** Cells in which a spreadsheet says that it has no value to show. */
export const isErrorCell = (text: string): boolean =>
  /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA|UNKNOWN!)$|^#{3,}$/i.test(
    text.trim(),
  )

/** An error cell says what it is and what to do. */
export const sayErrorCell = (text: string): Unread => ({
  code: 'cell_error',
  sentence: {
    zh: `单元格是表格的错误值 ${text.trim()}，没有真实内容，请在表格中更正或清空`,
    en: `the cell is the sheet's error ${text.trim()} and holds no value: mend or empty it`,
  },
})

/** Spreadsheets keep 15 digits of a number; a longer one has lost its end, or is shown as 9.13E+17. */
export const hasLostDigits = (text: string): boolean => /^[+-]?\d\.\d+E\+?\d+$/i.test(text.trim())

/** Says that digits are gone for good, and how to keep them. */
export const sayLostDigits = (text: string): Unread => ({
  code: 'digits_lost',
  sentence: {
    zh: `表格已把“${text}”存成数字，末尾的位数可能已丢失：请把该列设为“文本”格式后重新填写原值`,
    en: `the sheet keeps "${text}" as a number and may have lost its last digits: format the column as text and enter the value again`,
  },
})

/**
 * Why a number or a day was not read under the convention of its column: what was found, what it could mean,
 * what is wanted.
 */
export function sayUnread(
  read: Exclude<CellReading, { readonly value: string }>,
  text: string,
  wanted: 'number' | 'day',
): Unread {
  if (wanted === 'number' && isScientific(text)) return sayLostDigits(text)
  const { readings, wrong } = read
  const both = sayReadings(readings)
  if (wrong === 'misfit' || (wrong === 'unclear' && new Set(readings.map((one) => one.value)).size === 1)) {
    return {
      code: 'convention_other',
      sentence: {
        zh: `“${text}”与该列其他值的写法不同，只能读作 ${both.zh}：请改成同一种写法`,
        en: `"${text}" is written another way than the rest of its column; it can only be ${both.en}: write all in one way`,
      },
    }
  }
  if (wrong === 'unclear') {
    return {
      code: 'convention_unclear',
      sentence: {
        zh: `“${text}”有几种读法：${both.zh}。请说明该列的写法`,
        en: `"${text}" may be ${both.en}: say how the column is written`,
      },
    }
  }
  if (wanted === 'day')
    return {
      code: 'field_invalid',
      sentence: {
        zh: `“${text}”不是有效日期，应写作 2026-03-05`,
        en: `"${text}" is no date; write it as 2026-03-05`,
      },
    }
  return {
    code: 'field_invalid',
    sentence: {
      zh: `“${text}”不是数字或分组不完整，应写作 1234.50 或 1,234.50`,
      en: `"${text}" is no number, or its groups are not whole; write it as 1234.50 or 1,234.50`,
    },
  }
}
