import { type LineEvidence, type Tolerances, type Hypothesis, ranks } from './evidence.ts'
import { byNumber, byTail } from './explainByNumber.ts'
import { byAmount, byLump, byShare, byFee, byOldest } from './explainByAmount.ts'

/** All explanations of a line, the strongest rank first, within a rank the likelier first. */
export function explainLine(line: LineEvidence, tolerances: Tolerances): Hypothesis[] {
  const found = [
    ...byNumber(line, tolerances),
    ...byTail(line, tolerances),
    ...byAmount(line),
    ...byLump(line, tolerances),
    ...byShare(line),
    ...byFee(line, tolerances),
    ...byOldest(line),
  ]
  return found.sort((a, b) => ranks.indexOf(a.rank) - ranks.indexOf(b.rank) || b.score - a.score)
}
