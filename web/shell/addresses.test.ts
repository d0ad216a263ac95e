import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { addresses } from './addresses.ts'
import { makeRouter } from './router.tsx'

test('the server is told of every address that has a page, and of no other', () => {
  const drawn = Object.keys(makeRouter(new QueryClient()).routesByPath)
  expect([...addresses].sort()).toEqual(drawn.sort())
})
