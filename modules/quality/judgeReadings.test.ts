import { expect, test } from 'vitest'
import { judgeReadings, type Characteristic } from './judgeReadings.ts'

const diameter: Characteristic = {
  name: '外径',
  measured: 'number',
  lower: '19.98',
  upper: '20.02',
  expected: null,
  out_of_limits: 'block',
}
const look: Characteristic = {
  name: '外观',
  measured: 'text',
  lower: null,
  upper: null,
  expected: 'OK',
  out_of_limits: 'warn',
}
const judge = (readings: Record<string, string>) =>
  judgeReadings([diameter, look], new Map(Object.entries(readings)))

test('a reading on the limit is good, one beyond it by the last digit is not', () => {
  expect(judge({ 外径: '20.02', 外观: 'ok' })).toEqual({ blocking: [], warnings: [] })
  expect(judge({ 外径: '20.0200001', 外观: 'ok' }).blocking).toEqual(['外径'])
  expect(judge({ 外径: '19.979999', 外观: 'ok' }).blocking).toEqual(['外径'])
})
test('a warning characteristic out of its limits only warns', () => {
  expect(judge({ 外径: '20', 外观: '划伤' })).toEqual({ blocking: [], warnings: ['外观'] })
})
test('what blocks must be measured, and a word is no measure', () => {
  expect(judge({ 外观: 'OK' }).blocking).toEqual(['外径'])
  expect(judge({ 外径: '二十', 外观: 'OK' }).blocking).toEqual(['外径'])
})
