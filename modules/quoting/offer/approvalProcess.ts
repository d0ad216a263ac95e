import { defineProcess } from '../../../model/index.ts'

const ask = { mode: 'any', if_empty: 'to_admin', due: 'P1D', on_due: 'remind' } as const

/**
 * Who is asked follows from the rule `quote_approval_levels`; a special technical clause is copied to the
 * tech lead (QUO-14).
 */
export const quoteApproval = defineProcess('quote_approval', {
  label: { zh: '报价审批', en: 'Quote approval' },
  object: 'quote',
  lock: true,
  own: 'to_manager',
  repeated: 'agreed',
  resubmit: 'submit',
  start: { next: 'clause' },
  nodes: {
    clause: {
      kind: 'exclusive',
      label: { zh: '特殊技术条款？', en: 'Special clause?' },
      branches: [{ when: 'special_clause = true', next: 'copy' }],
      default: 'need_director',
    },
    copy: {
      kind: 'notify',
      label: { zh: '抄送技术负责人', en: 'Copy to the tech lead' },
      to: [{ role: 'tech_lead' }],
      message: {
        zh: '报价含特殊技术条款，请复核',
        en: 'A quote has a special technical clause: please review',
      },
      next: 'need_director',
    },
    need_director: {
      kind: 'exclusive',
      label: { zh: '需总监审批？', en: 'Director?' },
      branches: [{ when: 'process.director = true', next: 'director' }],
      default: 'need_manager',
    },
    director: {
      kind: 'approval',
      label: { zh: '销售总监审批', en: 'Sales director' },
      assignees: [{ role: 'sales_director' }],
      ...ask,
      next: 'need_manager',
    },
    need_manager: {
      kind: 'exclusive',
      label: { zh: '需总经理审批？', en: 'General manager?' },
      branches: [{ when: 'process.manager = true', next: 'manager' }],
      default: 'approved',
    },
    manager: {
      kind: 'approval',
      label: { zh: '总经理审批', en: 'General manager' },
      assignees: [{ role: 'manager' }],
      ...ask,
      next: 'approved',
    },
    approved: { kind: 'end', label: { zh: '批准', en: 'Approved' }, outcome: 'approved' },
  },
})
