import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeTraffic, type Traffic } from './traffic.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const several = (traffic: Traffic, count: number) => Array.from({ length: count }, () => traffic.begin())
const endAll = (ends: readonly (() => void)[]) => ends.forEach((end) => end())

/** Whether there is room, told as it comes. */
function watch(traffic: Traffic) {
  const seen = { room: false }
  void traffic.room().then(() => (seen.room = true))
  return seen
}

test('beside few requests there is room at once', async () => {
  const traffic = makeTraffic()
  several(traffic, 3)
  const seen = watch(traffic)
  await vi.advanceTimersByTimeAsync(0)
  expect(seen.room).toBe(true)
})

test('what nobody waits for lets a burst go first, and goes on as soon as that is answered', async () => {
  const traffic = makeTraffic()
  const ends = several(traffic, 8)
  const seen = watch(traffic)
  endAll(ends.slice(0, 4))
  endAll(ends.slice(0, 4)) // an answer that ends twice is one
  await vi.advanceTimersByTimeAsync(100)
  expect(seen.room).toBe(false)
  ends[4]!()
  await vi.advanceTimersByTimeAsync(20)
  expect(seen.room).toBe(true)
  expect(traffic.busy()).toBe(false)
})

test('a moment without requests between two answers is still the burst', async () => {
  const traffic = makeTraffic()
  endAll(several(traffic, 8))
  const seen = watch(traffic)
  await vi.advanceTimersByTimeAsync(10)
  several(traffic, 8)
  await vi.advanceTimersByTimeAsync(1000)
  expect(seen.room).toBe(false)
})

test('a burst that does not end is given way to for ten seconds, and a pause of half a second does not begin a new one', async () => {
  const traffic = makeTraffic()
  const ends = several(traffic, 8)
  await vi.advanceTimersByTimeAsync(9000)
  expect(traffic.busy()).toBe(true)
  endAll(ends)
  await vi.advanceTimersByTimeAsync(500)
  several(traffic, 8)
  const seen = watch(traffic)
  await vi.advanceTimersByTimeAsync(600)
  expect(traffic.busy()).toBe(false)
  expect(seen.room).toBe(true)
})

test('after a quiet while the next burst is a new one', async () => {
  const traffic = makeTraffic()
  const ends = several(traffic, 8)
  await vi.advanceTimersByTimeAsync(60_000)
  endAll(ends)
  await vi.advanceTimersByTimeAsync(3000)
  several(traffic, 8)
  expect(traffic.busy()).toBe(true)
})
