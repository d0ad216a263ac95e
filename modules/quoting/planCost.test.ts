import { expect, test } from 'vitest'
import { planOperations } from './planCost.ts'

const thumb = { setup_hours: '0.5', removal_cm3_min: '8', seconds_a_bend: '25', m_per_min: '6' }
const nothing = { process: null, mass_kg: null, volume_mm3: null, area_mm2: null, box_mm: [], thickness_mm: null, cut_length_mm: null, pierces: null, bends: null, holes: null }

test('a sheet is cut along its outline and bent as often as it has bends', () => {
  const operations = planOperations({ ...nothing, process: 'sheet_metal', cut_length_mm: '3600', pierces: '4', bends: '2' }, thumb)
  expect(operations.map(({ machine_type, hours }) => [machine_type, hours])).toEqual([['laser', '0.0117'], ['press_brake', '0.0139']])
})

test('a milled part loses what its box has more, hole by hole', () => {
  const operations = planOperations({ ...nothing, process: 'milled', volume_mm3: '40000', box_mm: [100, 50, 20], holes: '4' }, thumb)
  expect(operations).toMatchObject([{ machine_type: 'cnc', hours: '0.1584', setup_hours: '0.5' }])
})

test('a part that nobody could measure has no operations', () => {
  expect(planOperations(nothing, thumb)).toEqual([])
})
