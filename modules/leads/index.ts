import { defineModule } from '../../model/index.ts'
import { assignLead } from './assignLead.ts'
import { claimLead } from './claimLead.ts'
import { disqualifyLead } from './disqualifyLead.ts'
import { duplicateMatch } from './duplicateMatch.ts'
import { leadResponse } from './firstResponse.ts'
import { lead, leadPipeline } from './lead.ts'
import { leadMail } from './leadMail.ts'
import { mailIntake } from './mailIntake.ts'
import { mergeLead } from './mergeLead.ts'
import { receiveImported, receiveLead, responseLate } from './receiveLead.ts'
import { releaseLead } from './releaseLead.ts'
import { leadsBySource } from './reports.ts'
import { leadRouting } from './routing.ts'
import { duplicateLikeness, openLeads } from './terms.ts'
import { exhibitionIntake, platformIntake, websiteIntake } from './websiteIntake.ts'

export { duplicateMatch } from './duplicateMatch.ts'
export { intents, lead, productLines, sources, type Lead } from './lead.ts'
export { contacted, converted, open as openLeadStages, taken } from './openStages.ts'
export { leadMail, type LeadMail } from './leadMail.ts'
export { accountable, candidatesFor, everyCandidate, whoAnswers } from './candidates.ts'
export { companyKeys, leadKeys } from './companyKeys.ts'
export { companySimilarity, duplicateScore } from './similarity.ts'
export { duplicateLikeness } from './terms.ts'
export { normaliseCompany, normalisePhone, normaliseRegion } from './normalise.ts'

export const leads = defineModule({
  name: 'leads',
  label: { zh: '线索', en: 'Leads' },
  objects: [lead, duplicateMatch, leadMail],
  pipelines: [leadPipeline],
  terms: [duplicateLikeness, openLeads],
  decisions: [leadRouting, leadResponse],
  actions: [claimLead, releaseLead, assignLead, disqualifyLead, mergeLead],
  reactions: [receiveLead, receiveImported, responseLate],
  reports: [leadsBySource],
  intakes: [websiteIntake, exhibitionIntake, platformIntake, mailIntake],
  roles: [
    { name: 'sales', label: { zh: '销售', en: 'Sales' }, answers_for: ['leads'] },
    {
      name: 'sales_director',
      label: { zh: '销售总监', en: 'Sales director' },
      answers_for: ['selling'],
      shares_views: true,
    },
    { name: 'tech_lead', label: { zh: '技术负责人', en: 'Tech lead' }, answers_for: ['engineering'] },
    { name: 'planner', label: { zh: '计划员', en: 'Planner' }, answers_for: ['planning'] },
    { name: 'worker', label: { zh: '工人', en: 'Worker' } },
    { name: 'quality', label: { zh: '质检', en: 'Quality' }, answers_for: ['inspection'] },
    { name: 'purchaser', label: { zh: '采购', en: 'Purchaser' }, answers_for: ['purchasing'] },
    { name: 'warehouse', label: { zh: '仓库', en: 'Warehouse' }, answers_for: ['shipping'] },
    {
      name: 'service_engineer',
      label: { zh: '服务工程师', en: 'Service engineer' },
      answers_for: ['repairs'],
    },
    { name: 'finance', label: { zh: '财务', en: 'Finance' }, answers_for: ['receivables'] },
  ],
})
