import type { Measurement } from '../../geometry/index.ts'

/** What of a measurement stands on the drawing itself; lengths mm, mass kg. */
export function figuresOf(measured: Measurement) {
  const title = measured.title_block
  const counted = hasBody(measured)
  return {
    mass_kg: tidy(measured.mass_kg),
    volume_mm3: tidy(measured.volume_mm3),
    area_mm2: tidy(measured.area_mm2),
    net_area_mm2: tidy(measured.net_area_mm2),
    box:
      counted && measured.box_mm.length > 0
        ? measured.box_mm.map((side) => Number(side.toFixed(2))).join(' × ')
        : null,
    thickness_mm: tidy(measured.thickness_mm),
    bends: counted ? tidy(countOf(measured.bends)) : null,
    holes: counted ? tidy(countOf(measured.holes)) : null,
    cut_length_mm: tidy(measured.cut_length_mm),
    pierces: tidy(measured.pierces),
    process: measured.process.kind,
    title_weight_kg: tidy(title?.weight_kg ?? null),
  }
}

/**
 * Whether there was a body or a closed contour to count on. A sheet of paper has neither: no bends on it are
 * unknown bends, and its size is the paper's.
 */
export const hasBody = ({ kind, parts }: Partial<Pick<Measurement, 'kind' | 'parts'>>): boolean =>
  kind !== 'pdf' && (parts === undefined || parts.length > 0)

const countOf = (features: readonly { readonly count: number }[]) =>
  features.reduce((sum, one) => sum + one.count, 0)

/** Six digits after the point are far below any tolerance and keep floating dust out. */
const tidy = (value: number | null): string | null =>
  value === null || !Number.isFinite(value) ? null : String(Number(value.toFixed(6)))

/**
 * The measurement as it is kept: without pictures and contours, which live in files. 64 KB at most: parts
 * first, then texts are left out.
 */
export function keptOf({
  preview: _preview,
  contours: _contours,
  ...measured
}: Measurement): Partial<Measurement> {
  const small = (value: unknown) => JSON.stringify(value).length < 60_000
  if (small(measured)) return measured
  const { texts: _texts, ...untexted } = measured
  if (small(untexted)) return untexted
  const { parts: _parts, ...partless } = untexted
  return small(partless) ? partless : { kind: measured.kind, title_block: measured.title_block, warnings: [] }
}
