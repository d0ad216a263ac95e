export { defineDecision } from './definition.ts'
export type {
  Decision,
  DecisionInput,
  DecisionOutput,
  HitPolicy,
  Rule as DecisionRule,
} from './definition.ts'
export { decide } from './decide.ts'
export type { DecideOptions, Explanation, Verdict } from './decide.ts'
export type { Hit as DecisionHit } from './combine.ts'
export { conditionsOf, nameRule } from './nameRule.ts'
export { isEffective } from './effective.ts'
export { checkDecision, findDecisionFaults } from './check.ts'
export type { DecisionFault } from './check.ts'
export { probeDecision } from './probe.ts'
export type { Finding as ProbeFinding, Probe } from './probe.ts'
export { replayDecision } from './replay.ts'
export type { Replay } from './replay.ts'
