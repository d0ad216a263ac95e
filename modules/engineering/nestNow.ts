import { defineAction, refuse } from '../../model/index.ts'
import { blanksOf, isNested } from './blanks.ts'
import { drawing } from './drawing.ts'
import { askToNest } from './nestDrawing.ts'
import { batch } from './nestingBatch.ts'
import { whereMeasured } from './drawingStages.ts'

/**
 * Lays a batch on what lies in stock now and on sheets to buy; the answer stands among the nestings of the
 * drawing within seconds.
 */
export const nestNow = defineAction(drawing, 'nest', {
  label: { zh: '排样', en: 'Nest' },
  when: whereMeasured,
  because: { zh: '测量之后才能排样', en: 'It can be nested once it is measured' },
  input: { batch },
  async run(work, row, input) {
    const [first] = blanksOf(row)
    if (!first || (first.part === null && !isNested(row)))
      throw refuse(
        'not_from_sheet',
        {
          zh: '没有从板料下料的零件，不需要排样',
          en: 'Nothing of this is made from sheet: there is nothing to nest',
        },
        { status: 409 },
      )
    await askToNest(work, row, input.batch)
    return { batch: input.batch }
  },
})
