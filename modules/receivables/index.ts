import { defineModule } from '../../model/index.ts'
import { acceptDelivery } from './acceptDelivery.ts'
import { amendReceivable } from './amendReceivable.ts'
import { bankAccount, bankLine } from './bank.ts'
import { markOverdue, startDueDates, warnBeforeDue, watchDueDate } from './dueDates.ts'
import { ignoreLine } from './ignoreLine.ts'
import { importStatement } from './importStatement.ts'
import { invoice } from './invoice.ts'
import { invoiceOnce, invoiceStays, invoiceWithinOrder } from './invoiceRules.ts'
import { logCollection } from './logCollection.ts'
import { matchLine } from './matchLine.ts'
import { matchAgain, matchJob, onReceivableOpened } from './matchWaiting.ts'
import { moveCredit } from './moveCredit.ts'
import { dropReceivables, openReceivables } from './openReceivables.ts'
import { allocation, payment } from './payment.ts'
import { receivable } from './receivable.ts'
import { reopenLine } from './reopenLine.ts'
import {
  accountOfCustomer,
  ageing,
  cashForecast,
  collectionTime,
  confirmationTime,
  customerCredits,
  overdueBySeller,
  waitingLines,
} from './reports.ts'
import { returnMoney } from './returnMoney.ts'
import { reverseInvoice } from './reverseInvoice.ts'
import { settleOrder } from './settleOrder.ts'
import { collectionDue, dueWarning, paymentReach, returnReach, usualPayment } from './terms.ts'
import { unmatchLine } from './unmatchLine.ts'
import { unpaid } from './unpaid.ts'
import { writeOff } from './writeOff.ts'

export { bankAccount, bankLine, type BankLine } from './bank.ts'
export { receivable, receivableStates, type Receivable } from './receivable.ts'

export const receivables = defineModule({
  name: 'receivables',
  label: { zh: '应收', en: 'Receivables' },
  objects: [receivable, bankLine, bankAccount, payment, allocation, invoice],
  terms: [usualPayment, dueWarning, collectionDue, returnReach, paymentReach],
  actions: [
    importStatement,
    matchAgain,
    matchLine,
    unmatchLine,
    ignoreLine,
    reopenLine,
    returnMoney,
    moveCredit,
    writeOff,
    amendReceivable,
    acceptDelivery,
    logCollection,
    reverseInvoice,
  ],
  guards: [invoiceStays, invoiceOnce, invoiceWithinOrder],
  obligations: [unpaid],
  reactions: [
    openReceivables,
    dropReceivables,
    startDueDates,
    watchDueDate,
    warnBeforeDue,
    markOverdue,
    settleOrder,
    onReceivableOpened,
  ],
  jobs: [matchJob],
  reports: [
    ageing,
    accountOfCustomer,
    customerCredits,
    overdueBySeller,
    collectionTime,
    confirmationTime,
    waitingLines,
    cashForecast,
  ],
})
