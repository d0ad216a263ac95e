import type { Mode } from './definition.ts'
import type { Seat } from './instance.ts'

/**
 * The verdict of an approval, or undefined while it is open. `any`: the first to decide decides. `all` and
 * `sequential`: one rejection rejects. `share`: approved when enough have agreed, rejected as soon as enough
 * no longer can.
 */
export const countBallot = (mode: Mode, seats: readonly Seat[]): 'approved' | 'rejected' | undefined => {
  const approved = seats.filter((seat) => seat.status === 'approved').length
  const rejected = seats.filter((seat) => seat.status === 'rejected').length
  if (mode === 'any') return approved > 0 ? 'approved' : rejected > 0 ? 'rejected' : undefined
  const needed =
    typeof mode === 'object' ? Math.max(1, Math.ceil((seats.length * mode.share) / 100 - 1e-9)) : seats.length
  if (approved >= needed) return 'approved'
  return seats.length - rejected < needed ? 'rejected' : undefined
}
