import { defineModule } from '../../model/index.ts'
import { processKinds } from '../engineering/index.ts'
import { correctCostLine, costLine, costSheet } from './costing/costSheet.ts'
import { keepTyped } from './costing/keepTyped.ts'
import { letterhead, machine, materialPrice, priceList } from './ledgers.ts'
import { acceptQuote } from './offer/acceptQuote.ts'
import { quoteApproval } from './offer/approvalProcess.ts'
import { compareQuote } from './offer/compareQuote.ts'
import { costQuote } from './offer/cost.ts'
import { costNested, nestAhead } from './offer/costNested.ts'
import { declineQuote } from './offer/declineQuote.ts'
import { logQuoteTouch } from './offer/logQuoteTouch.ts'
import { makeQuote } from './offer/makeQuote.ts'
import { reopenReturned } from './offer/onReturned.ts'
import { previewQuote } from './offer/previewQuote.ts'
import { endApproval, remindFollowUp, restartFollowUp } from './offer/reactions.ts'
import { reviseQuote } from './offer/reviseQuote.ts'
import { sendQuote } from './offer/sendQuote.ts'
import { submitQuote } from './offer/submitQuote.ts'
import { withdrawQuote } from './offer/withdrawQuote.ts'
import { makePdfJob } from './paper/makePdf.ts'
import { quotationTemplate } from './paper/quotationTemplate.ts'
import {
  goodShare,
  leadTimeFactor,
  outsourcingPrice,
  standardRate,
  surfacePrice,
} from './part/chargeRules.ts'
import { cutSpeed, machinability, operationTime, processRules } from './part/processRules.ts'
import { quoteApprovalLevels } from './pricing/approvalLevels.ts'
import { committedDelivery } from './pricing/committedDelivery.ts'
import { exchangeRate } from './pricing/exchange.ts'
import { marginFloor } from './pricing/marginFloor.ts'
import { priceGrid } from './pricing/priceGrid.ts'
import { breakQuote, quoteBreak } from './pricing/quoteBreak.ts'
import { quote, quotePipeline } from './quote.ts'
import { quoteLine, surfaces } from './quoteLine.ts'
import { quoteOutcomes, quotesWaiting } from './reports.ts'
import { followUpTask, materialPriceFresh, quoteFollowUp, quoteValidity } from './terms.ts'

export { amountInWords } from './paper/amountInWords.ts'
export { machiningCost, materialCost, minPrice } from './part/formulas.ts'
export { isAccepted } from './acceptedQuote.ts'
export { findIfKnown } from './findIfKnown.ts'
export { ledgerRate } from './pricing/exchange.ts'
export { currencies, homeCurrency } from './currencies.ts'
export { quote, type Quote } from './quote.ts'
export { rateFormula } from './quoteFormulas.ts'
export { quoteLine, type QuoteLine } from './quoteLine.ts'
export const processNames = Object.keys(processKinds)
export const surfaceNames = Object.keys(surfaces)
export { estimateCost, type EstimatedCost } from './part/estimateCost.ts'
export { machine, materialPrice } from './ledgers.ts'

export const quoting = defineModule({
  name: 'quoting',
  label: { zh: '报价', en: 'Quoting' },
  objects: [
    quote,
    quoteLine,
    costSheet,
    costLine,
    quoteBreak,
    priceList,
    exchangeRate,
    materialPrice,
    machine,
    letterhead,
  ],
  pipelines: [quotePipeline],
  terms: [quoteFollowUp, followUpTask, quoteValidity, materialPriceFresh],
  decisions: [
    marginFloor,
    quoteApprovalLevels,
    committedDelivery,
    processRules,
    cutSpeed,
    machinability,
    operationTime,
    standardRate,
    surfacePrice,
    outsourcingPrice,
    goodShare,
    leadTimeFactor,
  ],
  processes: [quoteApproval],
  actions: [
    makeQuote,
    costQuote,
    previewQuote,
    breakQuote,
    priceGrid,
    correctCostLine,
    submitQuote,
    withdrawQuote,
    sendQuote,
    logQuoteTouch,
    acceptQuote,
    declineQuote,
    reviseQuote,
    compareQuote,
  ],
  reactions: [costNested, nestAhead, keepTyped, endApproval, reopenReturned, restartFollowUp, remindFollowUp],
  reports: [quoteOutcomes, quotesWaiting],
  jobs: [makePdfJob],
  templates: [{ name: 'quotation', source: quotationTemplate }],
})
