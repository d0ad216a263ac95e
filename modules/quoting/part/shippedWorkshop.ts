import { conditionsOf, decide, nameRule, type Decision } from '../../../model/index.ts'
import {
  commonCut,
  processTemplate,
  remnantRules,
  sheetNesting,
  stockSheet,
} from '../../engineering/index.ts'
import { materialPriceFresh } from '../terms.ts'
import { readAnswer, type Ask } from './askRules.ts'
import { goodShare, outsourcingPrice, standardRate, surfacePrice } from './chargeRules.ts'
import type { Workshop } from './costPart.ts'
import { cutSpeed, machinability, operationTime, processRules } from './processRules.ts'

const shipped: Readonly<Record<string, Decision>> = Object.fromEntries(
  [
    processTemplate,
    stockSheet,
    sheetNesting,
    remnantRules,
    commonCut,
    processRules,
    cutSpeed,
    machinability,
    operationTime,
    surfacePrice,
    outsourcingPrice,
    standardRate,
    goodShare,
  ].map((one) => [one.name, one]),
)

/** Answers rules as they are shipped, where there is no company that could have changed them. */
export const decideShipped = async (decision: string, context: Readonly<Record<string, unknown>>) => {
  const verdict = decide(shipped[decision]!, context)
  return {
    ...verdict,
    hits: verdict.hits.map((hit) => ({
      ...hit,
      label: nameRule(shipped[decision]!, hit.rule),
      when: conditionsOf(shipped[decision]!, hit.rule),
    })),
    version: 0,
  }
}
export const askShipped: Ask = async (decision, context) =>
  readAnswer(decision, await decideShipped(decision, context))

/** Day on which the starting prices were noted. */
const noted = '2026-01-05'

/**
 * CNY/kg of common stock, rounded: starting values for an estimate without a company, not anybody's purchase
 * prices.
 */
const startingPrices: Readonly<Record<string, string>> = {
  Q235: '4.60',
  Q345: '4.90',
  SPCC: '5.30',
  SPHC: '4.80',
  SECC: '5.90',
  '20#': '4.90',
  '45#': '5.10',
  '40Cr': '6.20',
  '42CrMo': '7.20',
  '65Mn': '6.80',
  Cr12: '16.00',
  Cr12MoV: '22.00',
  GCr15: '9.00',
  SUS304: '15.80',
  SUS304L: '16.60',
  SUS301: '14.50',
  SUS303: '19.00',
  SUS316: '26.50',
  SUS316L: '27.50',
  SUS430: '9.80',
  SUS201: '10.50',
  1060: '22.00',
  2024: '38.00',
  3003: '23.00',
  5052: '24.50',
  5083: '27.00',
  6061: '23.00',
  6063: '22.50',
  7075: '42.00',
  ADC12: '20.00',
  T2: '72.00',
  H62: '52.00',
  H65: '54.00',
  'HPb59-1': '48.00',
  'QSn6.5-0.1': '85.00',
  TC4: '180.00',
  TA2: '110.00',
  AZ91D: '28.00',
  ZAMAK3: '25.00',
  HT200: '6.00',
  QT450: '7.00',
  PP: '9.00',
  PE: '9.50',
  ABS: '14.00',
  PC: '20.00',
  PA6: '22.00',
  'PA66-GF30': '28.00',
  POM: '18.00',
  PMMA: '20.00',
  PVC: '12.00',
  PTFE: '85.00',
  PEEK: '650.00',
  FR4: '35.00',
  电木: '18.00',
}

/**
 * A workshop of starting values, named as such: prices noted on one day, and no machines of its own, so that
 * rates are the standard ones.
 */
export const startingWorkshop: Workshop = {
  today: noted,
  price_fresh_days: Number(materialPriceFresh.value),
  machines: {},
  prices: Object.fromEntries(
    Object.entries(startingPrices).map(([material, price_per_kg]) => [
      material,
      {
        material,
        price_per_kg,
        date: noted,
        source: {
          zh: '随软件的起始价格表（非贵司采购价）',
          en: 'starting price table shipped with the software (not your purchase price)',
        },
      },
    ]),
  ),
}
