import type { StoredFile } from '../../../web/fields/uploadFile.ts'

export type PictureKind = 'model' | 'flat' | 'page'
export interface Picture {
  readonly kind: PictureKind
  readonly file: StoredFile
}

const purposes = [
  ['model', 'preview_glb'],
  ['flat', 'preview_svg'],
  ['page', 'preview_png'],
] as const

/** What there is to look at, the model first: the measuring hangs its pictures on the drawing by purpose. */
export const picturesOf = (files: readonly StoredFile[]): readonly Picture[] =>
  purposes.flatMap(([kind, purpose]) =>
    files
      .filter((file) => file.purpose === purpose)
      .slice(0, 1)
      .map((file) => ({ kind, file })),
  )

/**
 * A drawing as the address of a picture. Our server hands SVG out as a download only; as `<img>` it can
 * neither run nor fetch anything, and as `data:` it has no origin of ours even when somebody opens it by
 * itself.
 */
export const svgAddress = (content: ArrayBuffer): string =>
  `data:image/svg+xml,${encodeURIComponent(new TextDecoder().decode(content))}`

/** How far a picture goes in, in steps of a half: 1 fits the frame. */
export const zooms = [1, 1.5, 2.25, 3.5, 5, 8] as const
export const zoomed = (zoom: number, step: 1 | -1): number =>
  zooms[Math.min(zooms.length - 1, Math.max(0, zooms.indexOf(zoom as 1) + step))]!

/**
 * How far away a camera stands so that every point is seen, with a little air around.
 * @param points as the camera sees them, from the middle it looks at: to the right, up, towards it; three
 * numbers each
 * @param fov whole vertical angle, degrees
 * @param aspect width by height
 */
export function viewingDistance(points: ArrayLike<number>, fov: number, aspect: number): number {
  const slope = Math.tan((fov * Math.PI) / 360)
  let distance = 0
  for (let i = 0; i + 2 < points.length; i += 3) {
    const [right, up, near] = [Math.abs(points[i]!), Math.abs(points[i + 1]!), points[i + 2]!]
    distance = Math.max(distance, near + (up / slope) * air, near + (right / (slope * aspect)) * air)
  }
  return distance
}

const air = 1.1
