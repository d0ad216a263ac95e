import { Decimal } from 'decimal.js'
import { findMaterial } from '../../../geometry/index.ts'
import type { PartFigures } from './figures.ts'

export type Family =
  'steel' | 'stainless' | 'aluminium' | 'copper' | 'titanium' | 'plastic' | 'iron' | 'other'

/** To which family a material belongs, for speeds: by its standard name, else by its density. */
export function familyOf(material: string | null): Family {
  const known = material ? findMaterial(material) : undefined
  if (!known) return 'other'
  if (/^SUS/.test(known.name)) return 'stainless'
  if (/^(HT|QT)\d/.test(known.name)) return 'iron'
  if (/^T[AC]\d/.test(known.name)) return 'titanium'
  if (known.density < 2.2) return 'plastic'
  if (known.density < 3) return 'aluminium'
  return known.density > 8 ? 'copper' : 'steel'
}

/**
 * The mass of one piece in kg: as measured, else volume × density of the material (g/cm³); null where neither
 * is known.
 */
export function massOf({ mass_kg, volume_mm3, material }: PartFigures): Decimal | null {
  if (mass_kg !== null) return new Decimal(mass_kg)
  const density = material ? findMaterial(material)?.density : undefined
  return density && volume_mm3 !== null
    ? new Decimal(volume_mm3).mul(density).mul('1e-6').toDecimalPlaces(6)
    : null
}

/**
 * The block or round bar that a part is cut from, mm³: its box with an allowance on every side; turned parts
 * from a cylinder over the two sides that are most alike. Null for parts that are not cut from the full.
 */
export function blankOf({ process, box_mm }: PartFigures, allowance_mm: Decimal.Value): Decimal | null {
  if (!['turned', 'milled'].includes(process ?? '') || box_mm.length < 3) return null
  const sides = [...box_mm]
    .sort((a, b) => a - b)
    .map((side) => new Decimal(side).plus(new Decimal(allowance_mm).mul(2)))
  const [a, b, c] = sides as [Decimal, Decimal, Decimal]
  if (process === 'milled') return a.mul(b).mul(c)
  const round = b.minus(a).lte(c.minus(b)) ? ([b, c] as const) : ([c, a] as const)
  return round[0].pow(2).mul(Math.PI).div(4).mul(round[1])
}

/**
 * What the formulas of `operation_time` may name, as exact numbers: the figures and what follows from them.
 * Sources: plain geometry of prisms.
 */
export function deriveFigures(
  part: PartFigures,
  allowance_mm: Decimal.Value,
): Readonly<Record<string, Decimal | null>> {
  const [volume, area, thickness, cut] = [
    part.volume_mm3,
    part.area_mm2,
    part.thickness_mm,
    part.cut_length_mm,
  ].map(exact) as [Decimal | null, Decimal | null, Decimal | null, Decimal | null]
  const sides = part.box_mm.map((side) => new Decimal(side)).sort((a, b) => a.cmp(b))
  const blank = blankOf(part, allowance_mm)
  const [low, long] = [thickness ?? sides[0] ?? null, sides.at(-1) ?? null]
  const bulk = blank ?? volume
  return {
    mass_kg: massOf(part),
    volume_mm3: volume,
    area_mm2: area,
    thickness_mm: thickness,
    cut_length_mm: cut,
    pierces: exact(part.pierces),
    bends: exact(part.bends),
    holes: exact(part.holes),
    drilled_mm: exact(part.drilled_mm),
    length_mm: long,
    weld_mm: exact(part.weld_mm ?? null),
    solids: new Decimal(part.solids),
    blank_cm3: blank?.div(1000) ?? null,
    removed_cm3: blank && volume ? Decimal.max(0, blank.minus(volume)).div(1000) : null,
    // Cross-section of the bar or block, which a saw goes through.
    section_mm2: bulk && long?.gt(0) ? bulk.div(long) : null,
    // Wall of a moulding: twice the volume over the surface, as for a thin shell.
    wall_mm: volume && area?.gt(0) ? volume.mul(2).div(area) : null,
    // Surface that a wire cuts: outline × height; of a solid what is neither top nor bottom.
    wire_mm2:
      cut && thickness
        ? cut.mul(thickness)
        : area && volume && low?.gt(0)
          ? Decimal.max(0, area.minus(volume.mul(2).div(low)))
          : null,
  }
}

const exact = (value: Decimal.Value | null): Decimal | null => (value === null ? null : new Decimal(value))
