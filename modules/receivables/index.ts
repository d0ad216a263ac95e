import { defineModule } from '../../model/index.ts'
import { bankAccount, bankLine } from './bank.ts'
import { markOverdue, startDueDates, warnBeforeDue, watchDueDate } from './dueDates.ts'
import { importStatement } from './importStatement.ts'
import { invoice } from './invoice.ts'
import { invoiceOnce, invoiceStays, invoiceWithinOrder } from './invoiceRules.ts'
import { ignoreLine, matchLine, reopenLine, unmatchLine } from './lineVerbs.ts'
import { moveCredit } from './moveCredit.ts'
import { matchAgain, matchJob, onReceivableOpened } from './matchWaiting.ts'
import { dropReceivables, openReceivables } from './openReceivables.ts'
import { allocation, payment } from './payment.ts'
import { receivable } from './receivable.ts'
import { acceptDelivery, amendReceivable, logCollection, writeOff } from './receivableVerbs.ts'
import { accountOfCustomer, ageing, cashForecast, collectionTime, confirmationTime, customerCredits, overdueBySeller, waitingLines } from './reports.ts'
import { returnMoney } from './returnMoney.ts'
import { reverseInvoice } from './reverseInvoice.ts'
import { settleOrder } from './settleOrder.ts'
import { unpaid } from './unpaid.ts'

export { bankAccount, bankLine, type BankLine } from './bank.ts'
export { addDays, addMonths, daysBetween, momentOf } from './days.ts'
export { receivable, receivableStates, type Receivable } from './receivable.ts'

export const receivables = defineModule({
  name: 'receivables',
  label: { zh: '应收', en: 'Receivables' },
  objects: [receivable, bankLine, bankAccount, payment, allocation, invoice],
  actions: [importStatement, matchAgain, matchLine, unmatchLine, ignoreLine, reopenLine, returnMoney, moveCredit, writeOff, amendReceivable, acceptDelivery, logCollection, reverseInvoice],
  guards: [invoiceStays, invoiceOnce, invoiceWithinOrder],
  obligations: [unpaid],
  reactions: [openReceivables, dropReceivables, startDueDates, watchDueDate, warnBeforeDue, markOverdue, settleOrder, onReceivableOpened],
  jobs: [matchJob],
  reports: [ageing, accountOfCustomer, customerCredits, overdueBySeller, collectionTime, confirmationTime, waitingLines, cashForecast],
})
