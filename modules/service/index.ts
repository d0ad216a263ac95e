import { defineModule } from '../../model/index.ts'
import { checkIn } from './checkIn.ts'
import { closeTicket } from './closeTicket.ts'
import { dispatchTicket, receiveTicket, ticketDispatch } from './dispatch.ts'
import { equipment } from './equipment.ts'
import { serviceRecord, serviceVisit, sparePart, survey } from './history.ts'
import { repairLink, surveyLink } from './links.ts'
import { maintenancePlan, openMaintenance, watchPlan } from './maintenance.ts'
import { raiseOpportunity } from './raiseOpportunity.ts'
import { rateTicket } from './rateTicket.ts'
import { completeEquipment, registerEquipment } from './registerEquipment.ts'
import { replaceEquipment } from './replaceEquipment.ts'
import { failures, partsUsed, satisfaction, serviceResponse, ticketsLate } from './reports.ts'
import { resolveTicket } from './resolveTicket.ts'
import { respondTicket } from './respondTicket.ts'
import { responseLate, ticketSla } from './response.ts'
import { usualWarranty } from './terms.ts'
import { ticket, ticketPipeline } from './ticket.ts'

export { equipment, type Equipment } from './equipment.ts'
export { ticket, type Ticket } from './ticket.ts'

export const service = defineModule({
  name: 'service',
  label: { zh: '售后', en: 'Service' },
  objects: [ticket, equipment, serviceRecord, serviceVisit, sparePart, maintenancePlan, survey],
  pipelines: [ticketPipeline],
  terms: [usualWarranty],
  decisions: [ticketDispatch, ticketSla],
  actions: [
    dispatchTicket,
    respondTicket,
    checkIn,
    resolveTicket,
    closeTicket,
    raiseOpportunity,
    rateTicket,
    replaceEquipment,
  ],
  reactions: [registerEquipment, completeEquipment, receiveTicket, responseLate, watchPlan, openMaintenance],
  reports: [serviceResponse, ticketsLate, failures, partsUsed, satisfaction],
  links: [repairLink, surveyLink],
})
