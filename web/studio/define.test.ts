import { expect, test } from 'vitest'
import { choicesText, readChoices } from './choiceText.ts'
import { apiName, laidOver } from './define.ts'

test('choices are typed a line each, in one language or two', () => {
  const choices = { red: { zh: '红色', en: 'Red' }, blue: { zh: '蓝色' } }
  expect(readChoices(choicesText(choices))).toEqual(choices)
  expect(readChoices('红\n绿 / Green')).toEqual({ choice_1: { zh: '红' }, green: { zh: '绿', en: 'Green' } })
})

test("the company's own fields get a name of their own", () => {
  expect(apiName('Delivery colour')).toBe('x_delivery_colour')
  expect(apiName('颜色')).toBe('')
})

test('a second change keeps the first, and what was taken away stays away', () => {
  const first = {
    fields: { x_colour: { type: 'text', required: true }, budget: null },
    list: { columns: ['a', 'b'] },
  }
  expect(laidOver(first, { access: { sales: { create: true } } })).toEqual({
    ...first,
    access: { sales: { create: true } },
  })
  expect(laidOver(first, { fields: { x_colour: { required: false } }, list: { columns: ['c'] } })).toEqual({
    fields: { x_colour: { type: 'text', required: false }, budget: null },
    list: { columns: ['c'] },
  })
})
