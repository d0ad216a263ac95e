import { defineModule } from '../../model/index.ts'
import { amendContract, endAmendment } from './amendContract.ts'
import { contract, contractPipeline, instalment } from './contract.ts'
import { draftContract } from './draft.ts'
import { followOrder } from './followOrder.ts'
import { reopenReturned } from './onReturned.ts'
import { contractAmendment, contractApproval } from './process.ts'
import { endContractApproval, winBySigning } from './reactions.ts'
import { contractsSigned } from './reports.ts'
import { changeNotice, reviewOpinion, specialRequirement } from './requirements.ts'
import { paymentDays, usualPaymentTerms } from './rules.ts'
import { signContract } from './signContract.ts'
import { submitContract } from './submitContract.ts'
import { terminateContract } from './terminateContract.ts'
import { withdrawContract } from './withdrawContract.ts'

export { contract, instalment, isTerminated, triggers, type Contract, type Instalment } from './contract.ts'
export { dueAfter, shareAmount } from './plan.ts'
export { changeNotice, specialRequirement, type SpecialRequirement } from './requirements.ts'

export const contracts = defineModule({
  name: 'contracts',
  label: { zh: '合同', en: 'Contracts' },
  objects: [contract, instalment, specialRequirement, changeNotice, reviewOpinion],
  pipelines: [contractPipeline],
  decisions: [usualPaymentTerms, paymentDays],
  processes: [contractApproval, contractAmendment],
  actions: [submitContract, withdrawContract, signContract, amendContract, terminateContract],
  reactions: [draftContract, endContractApproval, reopenReturned, endAmendment, winBySigning, followOrder],
  reports: [contractsSigned],
})
