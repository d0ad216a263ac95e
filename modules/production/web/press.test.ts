import { expect, test } from 'vitest'
import { codeOf, foldPresses, piecesLeft, typeFigure, type Press } from './press.ts'

const card = { id: 'c', state: 'waiting', quantity: '10', good: '0', scrap: '0', started_at: null }
const press = (verb: Press['verb'], input: Press['input'] = {}, of = 'c'): Press => ({
  key: crypto.randomUUID(),
  card: of,
  verb,
  input,
  at: '2026-11-23T01:00:00Z',
})

test('a worker without a network goes on: what was pressed shows at once, in order', () => {
  const after = foldPresses(card, [
    press('start'),
    press('report', { good: '3', scrap: '1' }),
    press('report', { good: '2.5' }),
  ])
  expect(after).toMatchObject({ state: 'running', good: '5.5', scrap: '1' })
  expect(piecesLeft(after)).toBe('3.5')
  expect(foldPresses(after, [press('pause')])).toMatchObject({ state: 'paused', started_at: null })
})

test('presses on another card change nothing', () => {
  expect(foldPresses(card, [press('start', {}, 'another')])).toBe(card)
})

test('more than was due leaves nothing, not less than nothing', () => {
  expect(piecesLeft({ quantity: '10', good: '11', scrap: '0' })).toBe('0')
})

test('the number pad writes figures and nothing else', () => {
  const typed = (keys: string) =>
    [...keys].reduce(
      (figure, key) => typeFigure(figure, key === '<' ? 'back' : key === 'C' ? 'clear' : key),
      '',
    )
  expect(['012', '1..5', '.5', '12<3', '99C', '12345678', '1.239'].map(typed)).toEqual([
    '12',
    '1.5',
    '0.5',
    '13',
    '',
    '1234567',
    '1.23',
  ])
})

test('a sheet carries an address, a hand-made label the bare code', () => {
  expect(
    ['https://erp.example/job/ab12', 'http://10.0.0.4:3000/job/a%2Fb?x=1', ' GX202611-00001 '].map(codeOf),
  ).toEqual(['ab12', 'a/b', 'GX202611-00001'])
})
