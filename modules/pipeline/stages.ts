import { definePipeline, type Criterion } from '../../model/index.ts'

const criterion = (code: string, condition: string, zh: string, en: string): Criterion => ({
  code,
  condition,
  label: { zh, en },
})

const hasFile = (purpose: string) => `some f in files satisfies f.purpose = "${purpose}"`

/** What must be there, as sentences; each is a fact in the database, not a tick (OPP-12). */
const evidence = {
  call_recording: criterion(
    'call_recording',
    hasFile('call_recording'),
    '上传通话录音',
    'Upload the call recording',
  ),
  need_form: criterion(
    'need_form',
    'technical_parameters != null and application_scenario != null and budget_range != null and timetable != null',
    '填写客户需求表（技术参数、应用场景、预算范围、项目时间表）',
    'Fill in the need form: technical parameters, application, budget range, timetable',
  ),
  intent: criterion('intent', 'intent != null', '标记意向等级', 'Set the intent level'),
  requirement: criterion(
    'requirement_confirmed',
    `(${hasFile('stamped_confirmation')}) or (some a in activities satisfies a.kind = "meeting" and a.contact.job_function = "technical_director" and a.minutes > 60)`,
    '上传盖章的需求确认书，或与对方技术总监开过一次超过60分钟的会议',
    'A stamped requirement confirmation, or a meeting of more than 60 minutes with their technical director',
  ),
  sample_passed: criterion(
    'sample_passed',
    'sample_test = "pass"',
    '样品测试通过',
    'The sample passed its test',
  ),
  written_confirmation: criterion(
    'written_confirmation',
    hasFile('written_confirmation'),
    '上传客户书面邮件确认',
    'Attach the written e-mail confirmation',
  ),
  quote_sent: criterion(
    'quote_sent',
    'some q in quotes satisfies q.stage in ("sent", "accepted")',
    '已向客户发出报价单',
    'A quotation has been sent',
  ),
  quote_accepted: criterion(
    'quote_accepted',
    'some q in quotes satisfies q.stage = "accepted"',
    '客户已接受报价',
    'The customer has accepted a quote',
  ),
  contract_signed: criterion(
    'contract_signed',
    'some c in contracts satisfies c.stage in ("signed", "running", "completed")',
    '双方签章的合同已生效',
    'A contract signed by both sides',
  ),
  lost_reason: criterion(
    'lost_reason',
    'lost_reason != null and (lost_reason != "other" or lost_note != null)',
    '选择输单原因（选“其他”须说明）',
    'Choose why it was lost; "other" needs a note',
  ),
  first_talk: criterion(
    'first_talk',
    'count(activities) > 0',
    '完成首次有效沟通',
    'A first conversation is logged',
  ),
  technical_document: criterion(
    'technical_document',
    'some f in files satisfies f.kind in ("step", "dxf", "dwg", "pdf") or f.purpose = "technical_document"',
    '上传技术参数文档',
    'Upload the technical document',
  ),
} as const

const lost = {
  name: 'lost',
  label: { zh: '输单', en: 'Lost' },
  probability: 0,
  entry: [evidence.lost_reason],
  to: ['first_contact'],
  ends: 'lost',
  closed: true,
} as const
const director = 'sales_director'

/** The seven stages of 000 with the evidence of 000 and 004. */
export const sevenStages = definePipeline('opportunity_7', {
  object: 'opportunity',
  label: { zh: '七阶段（L2C）', en: 'Seven stages (lead to cash)' },
  default: true,
  stages: [
    {
      name: 'first_contact',
      label: { zh: '首次接触', en: 'First contact' },
      probability: 10,
      dwell_days: 5,
      to: ['requirement', 'lost'],
      exit: [evidence.call_recording, evidence.need_form, evidence.intent],
    },
    {
      name: 'requirement',
      label: { zh: '需求确认', en: 'Requirement' },
      probability: 25,
      dwell_days: 10,
      escalate: { days: 30, role: director },
      to: ['proposal', 'first_contact', 'lost'],
      exit: [evidence.requirement],
    },
    {
      name: 'proposal',
      label: { zh: '方案/样品', en: 'Proposal and sample' },
      probability: 40,
      dwell_days: 8,
      escalate: { days: 8, role: director },
      to: ['negotiation', 'requirement', 'lost'],
      exit: [evidence.sample_passed, evidence.written_confirmation],
    },
    {
      name: 'negotiation',
      label: { zh: '商务谈判/报价', en: 'Negotiation' },
      probability: 60,
      dwell_days: 15,
      to: ['contract', 'proposal', 'lost'],
      exit: [evidence.quote_accepted],
    },
    {
      name: 'contract',
      label: { zh: '合同签订', en: 'Contract' },
      probability: 90,
      dwell_days: 3,
      to: ['won', 'negotiation', 'lost'],
      exit: [evidence.contract_signed],
    },
    { name: 'won', label: { zh: '赢单', en: 'Won' }, probability: 100, ends: 'won' },
    lost,
  ],
})

/** The five stages of 002 with their mean dwell (T1, OPP-14..18). */
export const fiveStages = definePipeline('opportunity_5', {
  object: 'opportunity',
  label: { zh: '五阶段', en: 'Five stages' },
  stages: [
    {
      name: 'first_contact',
      label: { zh: '初步接触', en: 'First contact' },
      probability: 10,
      dwell_days: 5,
      to: ['requirement', 'lost'],
      exit: [evidence.first_talk],
    },
    {
      name: 'requirement',
      label: { zh: '需求确认', en: 'Requirement' },
      probability: 25,
      dwell_days: 10,
      escalate: { days: 30, role: director },
      to: ['proposal', 'first_contact', 'lost'],
      exit: [evidence.technical_document],
    },
    {
      name: 'proposal',
      label: { zh: '方案提交', en: 'Proposal' },
      probability: 50,
      dwell_days: 8,
      escalate: { days: 8, role: director },
      to: ['negotiation', 'requirement', 'lost'],
      exit: [evidence.quote_sent],
    },
    {
      name: 'negotiation',
      label: { zh: '商务谈判', en: 'Negotiation' },
      probability: 70,
      dwell_days: 15,
      to: ['contract', 'proposal', 'lost'],
      exit: [evidence.quote_accepted],
    },
    {
      name: 'contract',
      label: { zh: '合同签订', en: 'Contract' },
      probability: 90,
      dwell_days: 3,
      to: ['won', 'negotiation', 'lost'],
      exit: [evidence.contract_signed],
    },
    { name: 'won', label: { zh: '赢单', en: 'Won' }, probability: 100, ends: 'won' },
    lost,
  ],
})
