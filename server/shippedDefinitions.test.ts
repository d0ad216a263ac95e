import { expect, test } from 'vitest'
import { checkChangedObject } from '../kernel/definitions/checkObject.ts'
import { checkPipeline } from '../kernel/definitions/checkPipeline.ts'
import { checkProcesses } from '../kernel/definitions/checkProcesses.ts'
import { checkShape } from '../kernel/definitions/checkShape.ts'
import { definitionPlaces, resolve, type DefinitionKind, type Overlay } from '../model/index.ts'
import { allModules } from './modules.ts'

const shipped = resolve(allModules, [], 1)
const house = { name: 'main' }

test('what ships would pass if the company had made it itself', () => {
  const faults = Object.entries(definitionPlaces).flatMap(([kind, place]) =>
    Object.entries(shipped[place]).flatMap(([name, body]) => {
      // Its own names and its own terms are the house's to give.
      if (kind === 'term') return []
      const overlay = { kind: kind as DefinitionKind, name, body } as unknown as Overlay
      try {
        checkShape(shipped, overlay)
        if (kind === 'object') checkChangedObject(shipped, house, overlay)
        if (kind === 'pipeline') checkPipeline(shipped, shipped.pipelines[name]!)
        if (kind === 'process') checkProcesses(shipped, house, overlay)
        return []
      } catch (error) {
        return [`${kind} ${name}: ${(error as Error).message}`]
      }
    }),
  )
  expect(faults).toEqual([])
})
