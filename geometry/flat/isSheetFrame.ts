import type { PlacedText } from '../titleBlock.ts'
import { readTitleBlock } from '../titleBlock.ts'
import { encloses } from './arrangeContours.ts'
import type { Contour } from './contour.ts'
import { contains } from './contour.ts'

/** Sheets of ISO 216 and what their borders leave of them (GB/T 14689, ISO 5457), mm. */
const sheets: readonly (readonly [long: number, short: number])[] = [
  [297, 210],
  [420, 297],
  [594, 420],
  [841, 594],
  [1189, 841],
]
const borders: readonly (readonly [long: number, short: number])[] = [
  [10, 10],
  [20, 20],
  [30, 10],
  [30, 20],
  [35, 20],
  [40, 40],
]
const scales = [1, 2, 2.5, 3, 4, 5, 10, 15, 20, 25, 30, 40, 50, 100, 0.5, 0.4, 0.25, 0.2, 0.1]

/** A title block says at least so much. */
const fields_min = 3

/**
 * The border of a drawing sheet: an upright rectangle around everything, of the size of a sheet or in its
 * ratio and with a title block inside. The ratio alone is also that of many a plate with a note on it.
 */
export function isSheetFrame(
  contour: Contour,
  all: readonly Contour[],
  texts: readonly PlacedText[],
): boolean {
  const [width, height] = [contour.box.max[0] - contour.box.min[0], contour.box.max[1] - contour.box.min[1]]
  const upright =
    Math.abs(contour.area - width * height) < 1e-6 * contour.area &&
    contour.curves.every((c) => c.kind === 'line')
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  if (!upright || Math.abs(long / short - Math.SQRT2) > 0.08) return false
  if (!all.some((other) => other !== contour && other.area < contour.area * 0.98 && encloses(contour, other)))
    return false
  return (
    isSheetSize(long, short) ||
    Object.keys(readTitleBlock(texts.filter((t) => contains(contour, t.at))) ?? {}).length >= fields_min
  )
}

function isSheetSize(long: number, short: number): boolean {
  const near = (x: number, y: number) => Math.abs(x - y) < 0.5
  return sheets.some(
    ([l, s]) =>
      scales.some((k) => near(long / k, l) && near(short / k, s)) ||
      borders.some(([dl, ds]) => near(long, l - dl) && near(short, s - ds)),
  )
}
