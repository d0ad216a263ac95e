import type { ProcessGuess } from '../measurement.ts'
import type { Face } from './face.ts'
import { revolvesAround } from './face.ts'
import type { Sheet } from './findSheet.ts'
import type { Axis, Vector } from './vector.ts'
import { length, sameLine, subtract } from './vector.ts'

/**
 * How the part is most likely made, for an engineer to confirm. Sheet where two skins hold the surface,
 * turned where most of it revolves around one axis, milled otherwise. Confidence is the share that speaks for
 * the guess.
 */
export function guessProcess({
  faces,
  sheet,
  volume,
  box,
}: {
  faces: readonly Face[]
  sheet: Sheet | undefined
  volume: number
  box: readonly number[]
}): ProcessGuess {
  const filled = volume / box.reduce((product, side) => product * side, 1)
  const revolved = findRevolved(faces)
  if (sheet && !(revolved.share > 0.95 && sheet.bends.length === 0 && sheet.thickness > 6))
    return guessSheet(sheet)
  if (revolved.share > 0.75) {
    const percent = Math.round(revolved.share * 100)
    return {
      kind: 'turned',
      confidence: clamp(revolved.share),
      reason: {
        zh: `${percent}% 的表面绕同一轴线回转`,
        en: `${percent} % of the surface revolves around one axis`,
      },
    }
  }
  const percent = Math.round(filled * 100)
  return {
    kind: 'milled',
    confidence: clamp(0.5 + (1 - revolved.share) / 3),
    reason: {
      zh: `不是等厚板，也不是回转体；体积占包围盒的 ${percent}%`,
      en: `Neither of one thickness nor revolved; it fills ${percent} % of its box`,
    },
  }
}

/** A wall that closes on itself is bought as tube and cut to length; its corners are nobody's bends. */
export const guessSection = (thickness: number): ProcessGuess => ({
  kind: 'section',
  confidence: 0.85,
  reason: {
    zh: `壁厚 ${thickness} mm 的封闭截面，应为型材或管材`,
    en: `A closed section with a wall of ${thickness} mm: tube or profile`,
  },
})

function guessSheet({ thickness: exact, share, bends }: Sheet): ProcessGuess {
  const thickness = Math.round(exact * 1e4) / 1e4
  const percent = Math.round(share * 100)
  const bent = bends.length > 0
  const thin = thickness <= 12 ? 1 : 0.6
  return {
    kind: bent ? 'sheet_metal' : 'flat_cut',
    confidence: clamp(share * thin),
    reason: bent
      ? {
          zh: `${percent}% 的表面为 ${thickness} mm 等厚板，有折弯`,
          en: `${percent} % of the surface is sheet of ${thickness} mm, and it is bent`,
        }
      : {
          zh: `${percent}% 的表面为 ${thickness} mm 平板，没有折弯`,
          en: `${percent} % of the surface is flat plate of ${thickness} mm, without bends`,
        },
  }
}

/** The axis around which most of the surface revolves. */
function findRevolved(faces: readonly Face[]): { axis?: Axis; share: number } {
  const total = faces.reduce((sum, f) => sum + f.area, 0)
  const axes: Axis[] = []
  for (const { cylinder } of faces) {
    if (cylinder && !axes.some((axis) => sameLine(axis, cylinder.axis, 1e-3))) axes.push(cylinder.axis)
    if (axes.length >= 60) break
  }
  let best: { axis?: Axis; share: number } = { share: 0 }
  for (const axis of axes) {
    const turnable = (f: Face) => revolvesAround(f, axis, 1e-6) && (!f.plane || wholeRing(f, axis))
    const share = faces.reduce((sum, f) => sum + (turnable(f) ? f.area : 0), 0) / total
    const round = faces.some(
      (f) =>
        f.cylinder && !f.cylinder.concave && sameLine(axis, f.cylinder.axis, 1e-3) && f.cylinder.span > 3,
    )
    if (round && share > best.share) best = { axis, share }
  }
  return best
}

/**
 * A face of a turned part across the axis is centred on it and fills no more of its box than a circle does.
 */
const wholeRing = (face: Face, { origin, direction }: Axis): boolean => {
  const [corner, along0, across0] = [face.samples[0]!, face.samples[4]!, face.samples[20]!].map(
    (s) => s.point,
  ) as [Vector, Vector, Vector]
  if (face.area > 0.79 * length(subtract(along0, corner)) * length(subtract(across0, corner))) return false
  const w = face.centre.map((x, i) => x - origin[i]!)
  const along = w.reduce((sum, x, i) => sum + x * direction[i]!, 0)
  return Math.hypot(...w.map((x, i) => x - along * direction[i]!)) < 0.1 * Math.sqrt(face.area)
}

const clamp = (x: number): number => Math.round(Math.min(0.98, Math.max(0.1, x)) * 100) / 100
