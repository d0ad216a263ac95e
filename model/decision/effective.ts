import type { Decision } from './definition.ts'

/** @param on the date asked about, `YYYY-MM-DD` in the company's zone. */
export const isEffective = ({ effective }: Decision, on: string): boolean =>
  (effective?.from === undefined || effective.from <= on) &&
  (effective?.to === undefined || on <= effective.to)
