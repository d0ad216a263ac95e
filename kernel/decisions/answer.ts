import { decide, refuse } from '../../model/index.ts'
import type { Tx } from '../workspace/transact.ts'

/** Answers a decision of the rule centre as it stands now, with the rules that hit and the published version of the table, 0 as shipped. */
export function answerDecision(tx: Pick<Tx, 'definitions' | 'now' | 'workspace'>, name: string, context: Readonly<Record<string, unknown>>) {
  const decision = tx.definitions.decisions[name]
  if (!decision) throw refuse('decision_unknown', { zh: `规则中心没有“${name}”`, en: `The rule centre has no decision "${name}"` }, { status: 404 })
  return { ...decide(decision, context, { now: tx.now, zone: tx.workspace.zone }), version: decision.version ?? 0 }
}
