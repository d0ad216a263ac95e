import {
  copySpots,
  layOut,
  lossOf,
  measurePiece,
  putPiece,
  raiseWeights,
  totalLoss,
  type Field,
  type Spots,
} from './field.ts'
import { findPlace } from './place.ts'
import { shuffle } from './random.ts'

/** When to give up: rounds without improvement, and how many such stretches in a row. */
export interface Patience {
  rounds: number
  strikes: number
}

/**
 * Removes overlap piece by piece (algorithms 5 and 9 of arXiv 2509.13329). True when none is left.
 * Otherwise the field is left at the least overlap met.
 */
export function separate(f: Field, patience: Patience, stopped: () => boolean): boolean {
  let least = totalLoss(f)
  if (least === 0) return true
  let best: Spots = copySpots(f.spots)
  const order = new Int32Array(f.n)
  for (let strikes = 0; strikes < patience.strikes;) {
    const before = least
    for (let idle = 0; idle < patience.rounds;) {
      if (!moveColliding(f, order, stopped)) {
        layOut(f, best)
        return false
      }
      const loss = totalLoss(f)
      if (loss === 0) return true
      if (loss < least) {
        if (loss < 0.98 * least) idle = 0
        least = loss
        best = copySpots(f.spots)
      } else idle++
      raiseWeights(f)
    }
    strikes = least < 0.98 * before ? 0 : strikes + 1
    layOut(f, best)
  }
  return false
}

/** One round: every colliding piece, in random order, to the best place found. False when stopped. */
function moveColliding(f: Field, order: Int32Array, stopped: () => boolean): boolean {
  let count = 0
  for (let i = 0; i < f.n; i++) if (lossOf(f, i) > 0) order[count++] = i
  shuffle(f.random, order, count)
  for (let k = 0; k < count; k++) {
    const i = order[k]!
    if (lossOf(f, i) === 0) continue
    if (stopped()) return false
    const place = findPlace(f, i)
    f.moves++
    putPiece(f, i, place.shape, place.bin, place.x, place.y)
    measurePiece(f, i)
  }
  return true
}
