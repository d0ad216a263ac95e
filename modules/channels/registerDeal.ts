import { defineAction } from '../../model/index.ts'
import { whoAnswers, duplicateLikeness } from '../leads/index.ts'
import { findConflicts } from './conflicts.ts'
import { knownCompanies } from './knownCompanies.ts'
import { dealRegistration } from './partner.ts'

/**
 * Looks whether the company is a customer of ours or another partner's protected deal; what was found goes to
 * whoever approves.
 */
export const registerDeal = defineAction(dealRegistration, 'register', {
  label: { zh: '提交报备', en: 'Register' },
  when: 'state in ("draft", "rejected")',
  because: { zh: '该报备已提交', en: 'Registered already' },
  style: 'primary',
  async run(work, row) {
    const found = findConflicts(
      row.company,
      await knownCompanies(work, row),
      work.term(duplicateLikeness).number,
    )
    const conflict = found
      .map(
        (one) => `${one.kind === 'customer' ? '已有客户' : '他方报备'}：${one.name}（相似度 ${one.score}）`,
      )
      .join('\n')
      .slice(0, 2000)
    const changed = await work.change(dealRegistration, row.id, {
      state: 'registered',
      conflict: conflict || null,
      reason: null,
      customer: row.customer ?? found.find((one) => one.kind === 'customer')?.id ?? null,
    })
    const director = await whoAnswers(work, 'selling')
    if (director)
      await work.openTask({
        title: {
          zh: `渠道报备审批：${row.company}${conflict ? '（有冲突）' : ''}`,
          en: `Approve the deal registration: ${row.company}${conflict ? ' (in conflict)' : ''}`,
        },
        kind: 'deal_registration',
        assignee: director,
        object: dealRegistration,
        record: row.id,
        key: 'deal_registration',
      })
    await work.emit('deal_registration.registered', {
      object: 'deal_registration',
      record: row.id,
      conflicts: found,
    })
    return changed
  },
})
