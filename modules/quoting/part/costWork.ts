import { Decimal } from 'decimal.js'
import type { Label } from '../../../model/index.ts'
import { operationKinds, type Operation } from '../../engineering/index.ts'
import type { AskedOperation } from './askRules.ts'
import { ruleOf, short, type CostRow } from './costRow.ts'
import type { NoteSaid, SourceSaid } from './costSentences.ts'
import type { CostedPart } from './figures.ts'
import { machiningCost } from './formulas.ts'

export interface MachineRate {
  readonly rate: string
  readonly name: string
}

/**
 * What an operation cannot be timed without, in words; formulas are the company's, so that others say it in
 * general.
 */
const needed = (operation: string): Required<Label> =>
  Object.hasOwn(needs, operation)
    ? needs[operation as keyof typeof needs]
    : say('图纸所需尺寸', 'a figure of the drawing is')
const say = (zh: string, en: string): Required<Label> => ({ zh, en })
const needs = {
  laser: say('切割长度或穿孔数', 'cut length or pierces are'),
  punch: say('切割长度或穿孔数', 'cut length or pierces are'),
  bending: say('折弯数', 'the bends are'),
  drilling: say('孔数或孔深', 'the holes or their depth are'),
  saw: say('断面', 'the section is'),
  milling: say('去除体积', 'the removed volume is'),
  turning: say('去除体积', 'the removed volume is'),
  wire_cut: say('切割面积', 'the cut area is'),
  moulding: say('壁厚', 'the wall is'),
  welding: say('焊缝长度', 'the length of the welds is'),
} as const

/**
 * One operation: hours by the rule's formula, rounded up to 0.0001 h, at the rate of the ledger, else the
 * standard one. Nothing for work that takes no time.
 */
export function costOperation(
  { pieces, figures }: CostedPart,
  { operation, time, rate: standard }: AskedOperation,
  { machines, batch }: { readonly machines: Readonly<Record<string, MachineRate>>; readonly batch: string },
): { readonly row?: CostRow; readonly missing?: NoteSaid; readonly note?: NoteSaid } {
  const called = operationKinds[operation as Operation] ?? say(operation, operation)
  const named = { operation: called.zh, operation_en: called.en }
  const { minutes, setup_hours, machine_type } = time.values
  if (minutes === null || minutes === undefined)
    return {
      missing: {
        code: 'hours_unknown',
        ...named,
        needed: needed(operation).zh,
        needed_en: needed(operation).en,
      },
    }
  const each = new Decimal(String(minutes))
  if (each.lte(0)) return {}
  const type = String(machine_type ?? 'other')
  const owned = machines[type]
  const rate = owned?.rate ?? (typeof standard.values.rate === 'string' ? standard.values.rate : null)
  if (rate === null) return { missing: { code: 'rate_unknown', ...named, machine_type: type } }
  const hours = each.mul(pieces).div(60).toDecimalPlaces(4, Decimal.ROUND_UP).toString()
  const setup = new Decimal(String(setup_hours ?? 0)).toDecimalPlaces(4).toString()
  const plainRate = new Decimal(rate).toString()
  const shared: readonly SourceSaid[] =
    operation === 'laser' && figures.saved_cut_mm
      ? [{ code: 'cuts_shared', saved: short(new Decimal(figures.saved_cut_mm).toDecimalPlaces(1)) }]
      : []
  const from: SourceSaid = owned
    ? { code: 'rate_of', machine: owned.name }
    : { code: 'rate_standard', rule: standard.rule }
  return {
    row: {
      key: operation,
      kind: 'machining',
      item: { code: 'operation', ...named },
      machine_type: type,
      hours,
      setup_hours: setup,
      rate: plainRate,
      unit: 'h',
      amount: machiningCost([{ hours, rate, setup_hours: setup, batch }]),
      formula: `(${hours} h + ${setup} h ÷ ${batch}) × ${plainRate}`,
      source: { kind: 'rule', ...ruleOf(time), notes: [{ code: 'hours_ruled' }, ...shared, from] },
    },
    ...(owned ? {} : { note: { code: 'rate_standard', ...named, rate: plainRate } }),
  }
}
