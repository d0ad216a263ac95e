import { Decimal } from 'decimal.js'
import { deriveFigures, familyOf, massOf } from './derive.ts'
import type { CostedPart } from './figures.ts'

/**
 * What a decision said: the values of its columns, which row, and which version of the table (0 as shipped).
 */
export interface Asked {
  readonly values: Readonly<Record<string, unknown>>
  readonly rule: string
  readonly version: number
}
export type Ask = (decision: string, context: Readonly<Record<string, unknown>>) => Promise<Asked>

/** What the customer wants of it, beside the part itself. */
export interface Order {
  /** Pieces made at once, which share set-up. */
  readonly batch: string
  readonly surface?: string | null
  /** Work given out, by name in `outsourcing_price`. */
  readonly services?: readonly string[]
  readonly tool_cost?: string | null
  /** Pieces planned over the life of the tool. */
  readonly tool_pieces?: string | null
}

export interface AskedOperation {
  readonly operation: string
  readonly time: Asked
  /** The standard rate, for a type of machine that the ledger lacks. */
  readonly rate: Asked
}

export interface PartRules {
  readonly template: Asked
  readonly thumb: Asked
  readonly operations: readonly AskedOperation[]
  readonly surface: Asked | null
  readonly services: readonly { readonly service: string; readonly asked: Asked }[]
  readonly good: Asked
}

/**
 * Asks every rule that a costing needs; after this nothing more is asked, so that the costing is a pure
 * function.
 */
export async function askRules(ask: Ask, { figures }: CostedPart, order: Order): Promise<PartRules> {
  const way = figures.process
  const template = await ask('process_template', { process: way })
  const thumb = await ask('process_rules', { process: way })
  const speed = await ask('cut_speed', {
    thickness: figures.thickness_mm === null ? null : new Decimal(figures.thickness_mm),
  })
  const ease = await ask('machinability', { family: familyOf(figures.material) })
  const known = {
    ...deriveFigures(figures, String(thumb.values.blank_allowance_mm ?? 0)),
    ...numbers(thumb),
    ...numbers(speed),
    ...numbers(ease),
    batch: new Decimal(order.batch),
    process: way,
    family: familyOf(figures.material),
  }
  const operations = []
  for (const operation of listOf(template.values.operations)) {
    const time = await ask('operation_time', { ...known, operation })
    operations.push({
      operation,
      time,
      rate: await ask('standard_rate', { machine_type: time.values.machine_type ?? null }),
    })
  }
  const about = { mass: massOf(figures), area: figures.area_mm2, batch: new Decimal(order.batch) }
  const services = []
  for (const service of order.services ?? [])
    services.push({ service, asked: await ask('outsourcing_price', { service, ...about }) })
  return {
    template,
    thumb,
    operations,
    services,
    surface:
      order.surface && order.surface !== 'none'
        ? await ask('surface_price', { surface: order.surface })
        : null,
    good: await ask('good_share', { process: way, batch: new Decimal(order.batch) }),
  }
}

const numbers = ({ values }: Asked): Record<string, Decimal> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? [[name, new Decimal(value)]] : [],
    ),
  )

const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

/** A decision's answer in one shape: a table with one column answers that column under its name `value`. */
export function readAnswer(
  decision: string,
  {
    result,
    hits,
    version = 0,
  }: {
    readonly result: unknown
    readonly hits: readonly { readonly rule: string }[]
    readonly version?: number
  },
): Asked {
  const values =
    typeof result === 'object' && result !== null && !Array.isArray(result)
      ? (result as Record<string, unknown>)
      : { value: result }
  return { values, rule: hits[0] ? `${decision}/${hits[0].rule}` : decision, version }
}
