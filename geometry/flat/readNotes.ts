export const readThickness = (texts: readonly string[]): number | undefined => {
  for (const text of texts) {
    const hit = /(?:板\s*厚|厚\s*度|厚|thickness|thk|\bt|δ)\s*[=:：]?\s*(\d+(?:\.\d+)?)\s*(?:mm)?\s*$/i.exec(
      text.trim(),
    )
    if (hit && Number(hit[1]) > 0.05 && Number(hit[1]) <= 100) return Number(hit[1])
  }
  return undefined
}

/** `UP 90° R 2`, `向下 90 R1.5`: what SolidWorks and others write beside a bend line. */
export function readBendNote(text: string): { angle_deg: number; radius_mm: number | null } | undefined {
  const hit =
    /(?:up|down|上|下|折弯?|bend)\D{0,4}(\d+(?:\.\d+)?)\s*°?(?:\s*,?\s*R\s*=?\s*(\d+(?:\.\d+)?))?/i.exec(text)
  return hit
    ? { angle_deg: Number(hit[1]), radius_mm: hit[2] === undefined ? null : Number(hit[2]) }
    : undefined
}
