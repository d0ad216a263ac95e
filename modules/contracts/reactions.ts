import { defineReaction, Refusal } from '../../model/index.ts'
import { isLost, isWon, opportunity, wayToWon } from '../pipeline/index.ts'
import { contract } from './contract.ts'

export const endContractApproval = defineReaction('contracts.end_approval', {
  on: [
    'process.contract_approval.approved',
    'process.contract_approval.rejected',
    'process.contract_approval.withdrawn',
  ],
  async run(work, event) {
    const row = await work.get(contract, event.record!)
    if (row.approval !== event.payload.instance) return
    // Returned and then taken back: it is a draft already, and nothing is left to come of the run.
    if (row.stage === 'draft') return void (await work.change(contract, row.id, { approval: null }))
    if (row.stage !== 'approving') return
    const approved = event.name.endsWith('.approved')
    await work.change(
      contract,
      row.id,
      approved
        ? { stage: 'approved', approved_at: work.now().toISOString() }
        : { stage: 'draft', approval: null },
    )
    if (approved)
      await work.emit('contract.approved', {
        object: 'contract',
        record: row.id,
        customer: row.customer,
        amount: row.amount,
      })
    const said = event.payload.comment ? `：${event.payload.comment}` : ''
    if (row.owner && !event.name.endsWith('.withdrawn'))
      await work.notify([row.owner], {
        title: approved
          ? { zh: `合同 ${row.number} 已批准，可以签订`, en: `Contract ${row.number} is approved` }
          : { zh: `合同 ${row.number} 被退回${said}`, en: `Contract ${row.number} was rejected` },
        object: 'contract',
        record: row.id,
        key: `contract:${event.id}`,
      })
  },
})

/**
 * A signed contract wins its deal, stage by stage through the gates. A gate that lacks its evidence stops it
 * there and tells the owner; the signing stands.
 */
export const winBySigning = defineReaction('contracts.win_opportunity', {
  on: ['contract.signed'],
  async run(work, event) {
    const row = await work.get(contract, event.record!)
    if (!row.opportunity) return
    let deal = await work.get(opportunity, row.opportunity)
    try {
      for (const stage of wayToWon(deal)) {
        if (isLost(deal)) return
        deal = await work.change(opportunity, deal.id, {
          stage,
          ...(isWon({ stage, pipeline: null }) ? { won_amount: row.amount_cny ?? row.amount } : {}),
        })
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      await work.emit('opportunity.win_refused', {
        object: 'opportunity',
        record: deal.id,
        contract: row.id,
        code: error.code,
        missing: (error.details.missing ?? []).map((one) => one.label.zh),
      })
      if (deal.owner)
        await work.notify([deal.owner], {
          title: {
            zh: `合同已签，但商机“${deal.name}”未能赢单：${error.sentence.zh}`,
            en: `Signed, but "${deal.name}" is not won yet: ${error.sentence.en ?? error.sentence.zh}`,
          },
          object: 'opportunity',
          record: deal.id,
          key: `win-refused:${row.id}`,
        })
    }
  },
})
