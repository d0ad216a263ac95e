import { findMaterial } from '../../geometry/index.ts'
import type { Work } from '../../model/index.ts'
import type { Sheet } from './layInRows.ts'
import { sheetStock } from './sheetStock.ts'

/** More pieces than this are not looked at for one batch. */
const looked_at_max = 40

interface Wanted {
  readonly material: string | null
  readonly thickness: string | number | null
  /** Sizes that are bought anyway: sheets of these are no reason to lay otherwise. */
  readonly bought: readonly Sheet[]
}

/**
 * Remnants and sheets of odd sizes of a material and thickness in stock, one entry a piece, the smallest
 * first.
 */
export async function readStock(
  work: Pick<Work, 'find'>,
  { material, thickness, bought }: Wanted,
): Promise<readonly Sheet[]> {
  if (!material || thickness === null) return []
  const rows = await work.find(sheetStock, {
    where:
      'quantity > 0 and (material = stated or material = standard) and thickness_mm > low and thickness_mm < high',
    with: aroundOf(material, thickness),
    sort: 'created_at',
    limit: 200,
  })
  const usual = (width: number, height: number) =>
    bought.some((one) => one.width === width && one.height === height)
  return rows
    .map((row) => ({ row, width: Number(row.width_mm), height: Number(row.height_mm) }))
    .filter(({ row, width, height }) => row.kind === 'remnant' || !usual(width, height))
    .sort((a, b) => a.width * a.height - b.width * b.height)
    .flatMap(({ row, width, height }) =>
      Array.from({ length: Math.min(5, Number(row.quantity)) }, () => ({
        width,
        height,
        stock: row.id,
        number: row.number ?? '',
      })),
    )
    .slice(0, looked_at_max)
}

/** A material under its stated and its standard name, a thickness to a hundredth of a millimetre. */
export const aroundOf = (material: string, thickness: string | number) => ({
  stated: material,
  standard: findMaterial(material)?.name ?? material,
  low: Number(thickness) - 0.01,
  high: Number(thickness) + 0.01,
})
