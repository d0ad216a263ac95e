import { askRules, type Order } from './askRules.ts'
import { costParts } from './costPart.ts'
import type { PartFigures } from './figures.ts'
import { askShipped, startingWorkshop } from './shippedWorkshop.ts'

export const nothing: PartFigures = {
  process: null,
  material: 'Q235',
  mass_kg: null,
  volume_mm3: null,
  area_mm2: null,
  box_mm: [],
  thickness_mm: null,
  cut_length_mm: null,
  pierces: null,
  bends: '0',
  holes: '0',
  drilled_mm: '0',
  solids: 1,
}
export const channel: PartFigures = {
  ...nothing,
  process: 'sheet_metal',
  mass_kg: '2',
  area_mm2: '500000',
  thickness_mm: '3',
  cut_length_mm: '3600',
  pierces: '4',
  bends: '2',
}
export const block: PartFigures = {
  ...nothing,
  process: 'milled',
  material: '45#',
  volume_mm3: '60000',
  area_mm2: '16000',
  box_mm: [100, 50, 20],
  holes: '4',
  drilled_mm: '80',
}

export async function cost(figures: PartFigures, more: Partial<Order> = {}) {
  const order = { batch: '1', ...more }
  const part = { figures, pieces: 1 }
  return costParts(
    [{ part, rules: await askRules(askShipped, part, order), nesting: 'none' }],
    order,
    startingWorkshop,
  )
}
export const amounts = ({ rows }: Awaited<ReturnType<typeof cost>>) =>
  Object.fromEntries(rows.map(({ key, amount }) => [key, amount]))
