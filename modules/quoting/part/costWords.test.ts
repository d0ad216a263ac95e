import { expect, test } from 'vitest'
import { processTemplate } from '../../engineering/index.ts'
import { askRules } from './askRules.ts'
import { costParts } from './costPart.ts'
import {
  itemSentences,
  nameMaterial,
  noteSentences,
  sourceSentences,
  wordItem,
  wordNotes,
  wordSource,
} from './costSentences.ts'
import type { PartFigures } from './figures.ts'
import { askShipped, startingWorkshop } from './shippedWorkshop.ts'
import { block, nothing, cost } from './testParts.ts'

const chinese = /[\p{Script=Han}，。；：、（）“”]/u

test('an English reader of a costing finds no Chinese character in what the house itself wrote, whatever is made, given out or missing', async () => {
  const known: PartFigures = {
    ...block,
    thickness_mm: '3',
    cut_length_mm: '3600',
    pierces: '4',
    bends: '2',
    solids: 3,
  }
  const wishes = { services: ['heat_treatment', 'grinding', 'engraving', 'sandblasting'], tool_cost: '100' }
  const ways = processTemplate.rules.map(({ id }) => id)
  const costings = [
    ...(await Promise.all(
      ways.flatMap((process) =>
        [
          { ...known, process },
          { ...nothing, process },
          { ...nothing, process, material: null },
        ].map((figures) => cost(figures, { batch: '100', surface: 'powder', ...wishes })),
      ),
    )),
    await cost({ ...known, material: '电木' }),
    await cost({ ...known, material: '石头' }),
    await cost(known, { ...wishes, tool_pieces: '10' }),
  ]
  for (const { rows, missing, notes } of costings) {
    for (const { item, source } of rows)
      expect(
        [wordItem(item).en, wordSource(source.notes).en].filter(
          (said) => chinese.test(said) || said.includes('—'),
        ),
      ).toEqual([])
    for (const { en } of wordNotes([...missing, ...notes]))
      expect(en?.replaceAll('石头', '')).not.toMatch(chinese)
  }
  for (const { zh, en } of Object.values({ ...itemSentences, ...sourceSentences, ...noteSentences }))
    expect([zh && !chinese.test(en), blanksOf(en)]).toEqual([true, blanksOf(zh)])
})

/** The figures a sentence asks for, whichever language they come in. */
const blanksOf = (sentence: string): string =>
  [...new Set([...sentence.matchAll(/\{\{(\w+?)(_en)?\}\}/g)].map(([, name]) => name))].sort().join()

test('a part of an assembly is named before what is said of it, in either language', async () => {
  const order = { batch: '1' }
  const parts = [
    { figures: block, pieces: 2, name: 'plate' },
    { figures: { ...nothing, process: 'assembly', solids: 2 }, pieces: 1 },
  ]
  const asked = await Promise.all(
    parts.map(async (part) => ({
      part,
      rules: await askRules(askShipped, part, order),
      nesting: 'none' as const,
    })),
  )
  const { rows, notes } = costParts(asked, order, startingWorkshop)
  expect(rows.map(({ item }) => wordItem(item))).toEqual(
    expect.arrayContaining([
      { zh: 'plate：材料 45#', en: 'plate: Material 45#' },
      { zh: 'plate：CNC 铣削', en: 'plate: Milling' },
      { zh: '装配', en: 'Assembly' },
    ]),
  )
  expect(wordNotes(notes).map(({ en }) => en)).toContain(
    'plate: Milling: no such machine in the ledger, standard rate of CNY 80.5/h',
  )
})

test('a material goes by the name that was given; only one that has none but a Chinese name is translated', () => {
  expect([nameMaterial('Q235'), nameMaterial('电木')]).toEqual([
    { material: 'Q235', material_en: 'Q235' },
    { material: '电木', material_en: 'Bakelite' },
  ])
})
