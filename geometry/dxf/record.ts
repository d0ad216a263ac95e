import type { Point } from '../flat/curve.ts'
import type { Pair } from './readPairs.ts'

/** One entity, table entry or vertex: a type and its pairs. */
export interface DxfRecord {
  readonly type: string
  readonly pairs: Pair[]
  /** VERTEX records of a POLYLINE, ATTRIB of an INSERT. */
  children?: DxfRecord[]
}

export const textOf = ({ pairs }: DxfRecord, code: number): string | undefined =>
  pairs.find(([c]) => c === code)?.[1]

/** Names of layers and blocks are the same in capitals and small letters. */
export const sameName = (name: string | undefined): string => (name ?? '').trim().toUpperCase()

export function numberOf(record: DxfRecord, code: number, otherwise = 0): number {
  const value = Number(textOf(record, code) ?? NaN)
  return Number.isFinite(value) ? value : otherwise
}

export const numbersOf = ({ pairs }: DxfRecord, code: number): number[] =>
  pairs.filter(([c]) => c === code).map(([, value]) => finite(value))

/** Points written as repeated `code`, `code + 10`. */
export function pointsOf({ pairs }: DxfRecord, code: number): Point[] {
  const points: [number, number][] = []
  for (const [c, value] of pairs) {
    if (c === code) points.push([finite(value), 0])
    else if (c === code + 10 && points.length > 0) points.at(-1)![1] = finite(value)
  }
  return points
}

const finite = (value: string): number => (Number.isFinite(Number(value)) ? Number(value) : 0)
