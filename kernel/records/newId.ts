import { v7 as uuidv7 } from 'uuid'

// Ids of one transaction share its moment, so a count keeps them in the order of their making: child rows
// come back as they were typed.
let count = Math.floor(Math.random() * 2 ** 30)

/** A UUIDv7 at a moment, after every other one that this process gave to that moment. */
export function newId(moment: Date): string {
  count = (count + 1) >>> 0
  return uuidv7({ msecs: moment.getTime(), seq: count })
}
