import { Decimal } from 'decimal.js'

/** What is known of a part: lengths mm, areas mm², volume mm³, mass kg. */
export interface PartFigures {
  readonly process: string | null
  readonly mass_kg: string | null
  readonly volume_mm3: string | null
  readonly area_mm2: string | null
  readonly box_mm: readonly number[]
  readonly thickness_mm: string | null
  readonly cut_length_mm: string | null
  readonly pierces: string | null
  readonly bends: string | null
  readonly holes: string | null
}

export interface Thumb {
  readonly setup_hours: string
  readonly removal_cm3_min: string
  readonly seconds_a_bend: string
  /** Laser speed for the thickness at hand. */
  readonly m_per_min: string
}

export interface Operation {
  readonly key: string
  readonly machine_type: 'cnc' | 'lathe' | 'laser' | 'press_brake'
  readonly zh: string
  readonly hours: string
  readonly setup_hours: string
  readonly note: string
}

const secondsAPierce = 1.5
const minutesAHole = 0.5

/** Operations of a part by its figures and the workshop's rules of thumb; hours a piece, rounded up to 0.0001 h. None for a process we have no rule for. */
export function planOperations(part: PartFigures, thumb: Thumb): Operation[] {
  if (['sheet_metal', 'flat_cut'].includes(part.process ?? '')) return planSheet(part, thumb)
  return ['turned', 'milled'].includes(part.process ?? '') ? planChips(part, thumb) : []
}

function planSheet(part: PartFigures, thumb: Thumb): Operation[] {
  const operations: Operation[] = []
  if (part.cut_length_mm !== null) {
    const minutes = new Decimal(part.cut_length_mm).div(1000).div(thumb.m_per_min).plus(new Decimal(part.pierces ?? 0).mul(secondsAPierce).div(60))
    operations.push({ key: 'laser', machine_type: 'laser', zh: '激光切割', hours: hoursOf(minutes), setup_hours: thumb.setup_hours, note: `切割 ${part.cut_length_mm} mm ÷ ${thumb.m_per_min} m/min，穿孔 ${part.pierces ?? 0} 次` })
  }
  if (new Decimal(part.bends ?? 0).gt(0)) {
    const minutes = new Decimal(part.bends!).mul(thumb.seconds_a_bend).div(60)
    operations.push({ key: 'bending', machine_type: 'press_brake', zh: '折弯', hours: hoursOf(minutes), setup_hours: thumb.setup_hours, note: `${part.bends} 折 × ${thumb.seconds_a_bend} 秒` })
  }
  return operations
}

/** What the box has more than the part is cut away; a turned blank is round, so the corners of its box never were there. */
function planChips(part: PartFigures, thumb: Thumb): Operation[] {
  if (part.volume_mm3 === null || part.box_mm.length < 3) return []
  const turned = part.process === 'turned'
  const box = part.box_mm.reduce((product, side) => product.mul(side), new Decimal(1)).mul(turned ? Math.PI / 4 : 1)
  const removed = Decimal.max(0, box.minus(part.volume_mm3)).div(1000)
  const minutes = removed.div(thumb.removal_cm3_min).plus(new Decimal(part.holes ?? 0).mul(minutesAHole))
  return [{
    key: turned ? 'turning' : 'milling', machine_type: turned ? 'lathe' : 'cnc', zh: turned ? '车削' : 'CNC 铣削', hours: hoursOf(minutes), setup_hours: thumb.setup_hours,
    note: `去除 ${removed.toDecimalPlaces(1)} cm³ ÷ ${thumb.removal_cm3_min} cm³/min，孔 ${part.holes ?? 0} 个`,
  }]
}

const hoursOf = (minutes: Decimal) => minutes.div(60).toDecimalPlaces(4, Decimal.ROUND_UP).toString()
