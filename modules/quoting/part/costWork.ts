import { Decimal } from 'decimal.js'
import type { Label } from '../../../model/index.ts'
import { operationKinds, type Operation } from '../../engineering/index.ts'
import { machiningCost } from '../costing.ts'
import type { AskedOperation } from './askRules.ts'
import { ruleOf, say, short, type CostRow } from './costRow.ts'
import type { CostedPart } from './figures.ts'

export interface MachineRate {
  readonly rate: string
  readonly name: string
}

/** What an operation cannot be timed without, in words; formulas are the company's, so that others say it in general. */
const needed = (operation: string): Label => (Object.hasOwn(needs, operation) ? needs[operation as keyof typeof needs] : say('图纸所需尺寸', 'a figure of the drawing is'))
const needs = {
  laser: say('切割长度或穿孔数', 'cut length or pierces are'), punch: say('切割长度或穿孔数', 'cut length or pierces are'), bending: say('折弯数', 'the bends are'), drilling: say('孔数或孔深', 'the holes or their depth are'),
  saw: say('断面', 'the section is'), milling: say('去除体积', 'the removed volume is'), turning: say('去除体积', 'the removed volume is'), wire_cut: say('切割面积', 'the cut area is'), moulding: say('壁厚', 'the wall is'), welding: say('焊缝长度', 'the length of the welds is'),
} as const

/** One operation: hours by the rule's formula, rounded up to 0.0001 h, at the rate of the ledger, else the standard one. Nothing for work that takes no time. */
export function costOperation({ pieces, figures }: CostedPart, { operation, time, rate: standard }: AskedOperation, { machines, batch }: { readonly machines: Readonly<Record<string, MachineRate>>; readonly batch: string }): { readonly row?: CostRow; readonly missing?: Label; readonly note?: Label } {
  const label: Label = operationKinds[operation as Operation] ?? say(operation, operation)
  const { minutes, setup_hours, machine_type } = time.values
  if (minutes === null || minutes === undefined) return { missing: say(`${label.zh}：${needed(operation).zh}未知，工时未计入，不是零：请在图纸上“人工填写尺寸”，或在成本单上补一行`, `${label.en}: ${needed(operation).en} unknown, so its hours are not included (they are not zero): enter the figures on the drawing, or add a line to the cost sheet`) }
  const each = new Decimal(String(minutes))
  if (each.lte(0)) return {}
  const type = String(machine_type ?? 'other')
  const owned = machines[type]
  const rate = owned?.rate ?? (typeof standard.values.rate === 'string' ? standard.values.rate : null)
  if (rate === null) return { missing: say(`${label.zh}：设备台账和标准费率都没有“${type}”，未计入`, `${label.en}: neither ledger nor standard rates have "${type}", not included`) }
  const hours = each.mul(pieces).div(60).toDecimalPlaces(4, Decimal.ROUND_UP).toString()
  const setup = new Decimal(String(setup_hours ?? 0)).toDecimalPlaces(4).toString()
  const plainRate = new Decimal(rate).toString()
  const shared = operation === 'laser' && figures.saved_cut_mm ? { zh: `，共边切割每件省 ${short(new Decimal(figures.saved_cut_mm).toDecimalPlaces(1))} mm`, en: `, ${short(new Decimal(figures.saved_cut_mm).toDecimalPlaces(1))} mm a piece saved by shared cuts` } : { zh: '', en: '' }
  const from = owned ? say(`费率 ${owned.name}`, `rate of ${owned.name}`) : say(`台账无此类设备，费率按标准 ${ruleOf(standard).rule}`, `not in the ledger: standard rate ${ruleOf(standard).rule}`)
  return {
    row: {
      key: operation, kind: 'machining', label, machine_type: type, hours, setup_hours: setup, rate: plainRate, unit: 'h',
      amount: machiningCost([{ hours, rate, setup_hours: setup, batch }]),
      formula: `(${hours} h + ${setup} h ÷ ${batch}) × ${plainRate}`,
      source: { kind: 'rule', ...ruleOf(time), note: say(`工时按图纸尺寸与规则${shared.zh}；${from.zh}`, `hours by the drawing's figures and the rule${shared.en}; ${from.en}`) },
    },
    ...(owned ? {} : { note: say(`${label.zh}：设备台账中没有该类设备，按标准费率 ${plainRate} 元/小时`, `${label.en}: no such machine in the ledger, standard rate of CNY ${plainRate}/h`) }),
  }
}
