import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { readAddresses } from './addresses.ts'
import { handScreens } from './ground/screens.ts'
import { makeRouter } from './shell/router.tsx'
import { steps } from './steps.ts'

test('the server is told of every address that has a page, and of no other', () => {
  handScreens(steps)
  const drawn = Object.keys(makeRouter(new QueryClient()).routesByPath)
  expect([...readAddresses(import.meta.dirname)].sort()).toEqual(drawn.sort())
})
