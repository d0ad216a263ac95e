import type { Decision } from './definition.ts'

/** @param on the date asked about, `YYYY-MM-DD` in the company's zone. */
export const isEffective = ({ effective }: Decision, on: string): boolean =>
  (effective?.from === undefined || effective.from <= on) &&
  (effective?.to === undefined || on <= effective.to)

/**
 * Of several published versions the one that counts on a date: of those in effect, the one that started last.
 */
export const pickEffective = (versions: readonly Decision[], on: string): Decision | undefined =>
  versions
    .filter((version) => isEffective(version, on))
    .reduce<Decision | undefined>(
      (best, version) =>
        best && (best.effective?.from ?? '') > (version.effective?.from ?? '') ? best : version,
      undefined,
    )
