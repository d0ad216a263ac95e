import type { Label, Refusal } from '../../model/index.ts'

/** One thing wrong with one cell, or with the row as a whole. */
export interface Fault {
  readonly row: number
  readonly column: string | null
  readonly field: string | null
  readonly code: string
  readonly detail: string
  readonly value: string | null
  /** What was probably meant. */
  readonly suggestion?: string
}

/** The same thing wrong in many rows, so that one answer mends them all. */
export interface FaultGroup {
  readonly column: string | null
  readonly field: string | null
  readonly code: string
  readonly detail: string
  readonly value: string | null
  readonly suggestion?: string
  readonly rows: number
  readonly first_row: number
}

/** Faults listed one by one; beyond, they are still counted and grouped. */
const listedMax = 20_000
const groupsMax = 5_000

/** Collects the faults of an import in bounded memory. */
export function collectFaults() {
  const listed: Fault[] = []
  const groups = new Map<string, FaultGroup & { rows: number }>()
  let total = 0
  return {
    add(faults: readonly Fault[]): void {
      for (const fault of faults) {
        total++
        if (listed.length < listedMax) listed.push(fault)
        const { row, ...common } = fault
        const key = JSON.stringify([fault.column, fault.field, fault.code, fault.value])
        const group = groups.get(key)
        if (group) group.rows++
        else if (groups.size < groupsMax) groups.set(key, { ...common, rows: 1, first_row: row })
      }
    },
    report: () => ({
      faults: listed.sort((a, b) => a.row - b.row) as readonly Fault[],
      faults_total: total,
      groups: [...groups.values()].sort(
        (a, b) => b.rows - a.rows || a.first_row - b.first_row,
      ) as readonly FaultGroup[],
    }),
  }
}

/** A refusal of the corridor as a fault of the cell that it is about. */
export function faultOf(
  error: Refusal,
  at: Omit<Fault, 'code' | 'detail'>,
  say: (label: Label) => string,
): Fault {
  const missing = error.details.missing?.map((one) => say(one.label)) ?? []
  const sentence = say(error.sentence)
  const detail =
    missing.length > 0 && !missing.every((one) => sentence.includes(one))
      ? `${sentence}：${missing.join('；')}`
      : sentence
  return { ...at, code: error.code, detail }
}
