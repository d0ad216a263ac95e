import { defineModule } from '../../model/index.ts'
import { activity } from './activity.ts'
import { contact, customer } from './customer.ts'
import { logTouch } from './logTouch.ts'
import { onLeadMail } from './onLeadMail.ts'
import { indexCustomer, planNextAction } from './reactions.ts'
import { activityBoard } from './reports.ts'

export { activity, activityKinds, type Activity } from './activity.ts'
export { contact, customer, grades, type Contact, type Customer } from './customer.ts'
export { customerFromLead } from './customerFromLead.ts'
export { touchInput } from './logTouch.ts'

export const customers = defineModule({
  name: 'customers',
  label: { zh: '客户', en: 'Customers' },
  objects: [customer, contact, activity],
  actions: [logTouch],
  reactions: [indexCustomer, planNextAction, onLeadMail],
  reports: [activityBoard],
})
