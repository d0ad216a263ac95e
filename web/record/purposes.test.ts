import { expect, test } from 'vitest'
import { sevenStages } from '../../modules/pipeline/stages.ts'
import { purposesOf } from './purposes.ts'

test('the papers that the stages of a deal ask for stand first in the choice of purposes', () => {
  expect(purposesOf(sevenStages, []).slice(0, 3)).toEqual([
    'call_recording',
    'stamped_confirmation',
    'written_confirmation',
  ])
})

test('a purpose that a file has already is offered again, each once', () => {
  expect(purposesOf(undefined, ['quotation', 'drawing', ''])).toEqual([
    'drawing',
    'contract',
    'quote',
    'photo',
    'acceptance',
    'payment',
    'other',
    'quotation',
  ])
})
