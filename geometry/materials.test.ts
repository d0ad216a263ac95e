import { expect, test } from 'vitest'
import { findMaterial } from './materials.ts'

test.each([
  ['Q235', 7.85],
  ['q235b', 7.85],
  ['SUS 304', 7.93],
  ['304', 7.93],
  ['不锈钢', 7.93],
  ['AL6061-T6', 2.7],
  ['6061', 2.7],
  ['H62', 8.43],
  ['T2', 8.94],
  ['PP', 0.905],
  ['材料：45', 7.85],
  ['POM', 1.41],
])('%s weighs %s g/cm3, however it is written', (name, density) => {
  expect(findMaterial(name)?.density).toBe(density)
})

test('a name nobody knows has no density', () => expect(findMaterial('unobtainium')).toBeUndefined())
