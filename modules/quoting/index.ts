import { defineModule } from '../../model/index.ts'
import { processKinds } from '../engineering/index.ts'
import { acceptQuote } from './acceptQuote.ts'
import { goodShare, leadTimeFactor, outsourcingPrice, standardRate, surfacePrice } from './chargeRules.ts'
import { compareQuote } from './compareQuote.ts'
import { costQuote } from './cost.ts'
import { costNested, nestAhead } from './costNested.ts'
import { correctCostLine, costLine, costSheet } from './costSheet.ts'
import { declineQuote } from './declineQuote.ts'
import { exchangeRate } from './exchange.ts'
import { keepTyped } from './keepTyped.ts'
import { letterhead, machine, materialPrice, priceList } from './ledgers.ts'
import { logQuoteTouch } from './logQuoteTouch.ts'
import { makePdfJob } from './makePdf.ts'
import { makeQuote } from './makeQuote.ts'
import { reopenReturned } from './onReturned.ts'
import { previewQuote } from './previewQuote.ts'
import { priceGrid } from './priceGrid.ts'
import { quoteApproval } from './process.ts'
import { cutSpeed, machinability, operationTime, processRules } from './processRules.ts'
import { quotationTemplate } from './quotationTemplate.ts'
import { quote, quoteLine, quotePipeline, surfaces } from './quote.ts'
import { breakQuote, quoteBreak } from './quoteBreak.ts'
import { endApproval, remindFollowUp, restartFollowUp } from './reactions.ts'
import { quoteOutcomes, quotesWaiting } from './reports.ts'
import { reviseQuote } from './reviseQuote.ts'
import { committedDelivery, marginFloor, quoteApprovalLevels } from './rules.ts'
import { sendQuote } from './sendQuote.ts'
import { submitQuote } from './submitQuote.ts'
import { followUpTask, materialPriceFresh, quoteFollowUp, quoteValidity } from './terms.ts'
import { withdrawQuote } from './withdrawQuote.ts'

export { amountInWords } from './amountInWords.ts'
export { hourlyRate, machiningCost, marginOf, materialCost, minPrice } from './costing.ts'
export { findIfKnown } from './findIfKnown.ts'
export { ledgerRate } from './exchange.ts'
export { currencies, homeCurrency, quote, rateFormula, quoteLine, type Quote, type QuoteLine } from './quote.ts'
export const processNames = Object.keys(processKinds)
export const surfaceNames = Object.keys(surfaces)
export { estimateCost, type EstimatedCost } from './part/estimateCost.ts'
export { machine, materialPrice } from './ledgers.ts'

export const quoting = defineModule({
  name: 'quoting',
  label: { zh: '报价', en: 'Quoting' },
  objects: [quote, quoteLine, costSheet, costLine, quoteBreak, priceList, exchangeRate, materialPrice, machine, letterhead],
  pipelines: [quotePipeline],
  terms: [quoteFollowUp, followUpTask, quoteValidity, materialPriceFresh],
  decisions: [marginFloor, quoteApprovalLevels, committedDelivery, processRules, cutSpeed, machinability, operationTime, standardRate, surfacePrice, outsourcingPrice, goodShare, leadTimeFactor],
  processes: [quoteApproval],
  actions: [makeQuote, costQuote, previewQuote, breakQuote, priceGrid, correctCostLine, submitQuote, withdrawQuote, sendQuote, logQuoteTouch, acceptQuote, declineQuote, reviseQuote, compareQuote],
  reactions: [costNested, nestAhead, keepTyped, endApproval, reopenReturned, restartFollowUp, remindFollowUp],
  reports: [quoteOutcomes, quotesWaiting],
  jobs: [makePdfJob],
  templates: [{ name: 'quotation', source: quotationTemplate }],
})
