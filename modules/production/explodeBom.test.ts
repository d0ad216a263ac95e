import { expect, test } from 'vitest'
import { explodeBom, type Bill } from './explodeBom.ts'

const bills = new Map<string, Bill>([
  [
    'pump',
    {
      makes: '1',
      parts: [
        { component: 'housing', quantity: '1' },
        { component: 'screw', quantity: '8' },
      ],
    },
  ],
  [
    'housing',
    {
      makes: '2',
      parts: [
        { component: 'plate', quantity: '3', scrap_percent: '10' },
        { component: 'screw', quantity: '4' },
      ],
    },
  ],
])

test('needs add up through all levels, scrap included', () => {
  expect(explodeBom(bills, 'pump', '10')).toEqual([
    { item: 'housing', quantity: '10', level: 1, made: true },
    { item: 'plate', quantity: '16.666667', level: 2, made: false },
    { item: 'screw', quantity: '100', level: 2, made: false },
  ])
})

test('an item without a bill needs nothing', () => {
  expect(explodeBom(bills, 'screw', '5')).toEqual([])
})

test('a bill that contains itself, directly or far below, is refused with the way round', () => {
  const round = new Map<string, Bill>([
    ['a', { makes: '1', parts: [{ component: 'b', quantity: '1' }] }],
    ['b', { makes: '1', parts: [{ component: 'a', quantity: '1' }] }],
  ])
  expect(() => explodeBom(round, 'a', '1')).toThrow('a → b → a')
})

test('the same part in two branches is no circle', () => {
  const twice = new Map<string, Bill>([
    [
      'top',
      {
        makes: '1',
        parts: [
          { component: 'left', quantity: '1' },
          { component: 'right', quantity: '2' },
        ],
      },
    ],
    ['left', { makes: '1', parts: [{ component: 'bolt', quantity: '2' }] }],
    ['right', { makes: '1', parts: [{ component: 'bolt', quantity: '3' }] }],
  ])
  expect(explodeBom(twice, 'top', '1').find((need) => need.item === 'bolt')?.quantity).toBe('8')
})
