import { expect, test } from 'vitest'
import { checkDefinitions } from '../kernel/definitions/check.ts'
import { organisation } from '../kernel/organisation/objects.ts'
import { kindOf, resolve } from '../model/index.ts'
import { modules } from './index.ts'

const definitions = resolve([organisation, ...modules])

test('every name, condition, formula, decision and process that is shipped holds together', () => {
  expect(() => checkDefinitions(definitions, { name: 'any' })).not.toThrow()
})

test('every reference points at an object that is shipped, and every list and form at fields that exist', () => {
  const missing = Object.values(definitions.objects).flatMap((object) =>
    Object.entries(object.fields).flatMap(([name, field]) => {
      const target = kindOf(field).target?.(field)
      return target && !definitions.objects[target] ? [`${object.name}.${name} -> ${target}`] : []
    }),
  )
  expect(missing).toEqual([])
})

test('every label is there in Chinese and in English', () => {
  const poor = Object.values(definitions.objects)
    .flatMap((object) => [
      [object.name, object.label] as const,
      ...Object.entries(object.fields).map(
        ([name, field]) => [`${object.name}.${name}`, field.label] as const,
      ),
    ])
    .filter(([, label]) => !label?.zh || !label.en)
    .map(([name]) => name)
  expect(poor).toEqual([])
})

test('a definition is plain JSON', () => {
  for (const object of Object.values(definitions.objects))
    expect(JSON.parse(JSON.stringify(object))).toEqual(object)
})
