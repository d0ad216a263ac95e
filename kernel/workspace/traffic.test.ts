import { expect, test } from 'vitest'
import { makeTraffic } from './traffic.ts'

test('with few requests there is room at once', async () => {
  const traffic = makeTraffic()
  for (let i = 0; i < 3; i++) traffic.begin()
  expect(traffic.busy()).toBe(false)
  await traffic.room()
})

test('what nobody waits for lets many requests go first, and goes on as soon as they are answered', async () => {
  const traffic = makeTraffic()
  const ends = Array.from({ length: 8 }, () => traffic.begin())
  let went = false
  const waiting = traffic.room().then(() => (went = true))
  await new Promise((resume) => setTimeout(resume, 20))
  expect(went).toBe(false)
  for (const end of ends.slice(0, 5)) end()
  for (const end of ends.slice(0, 5)) end() // an answer that ends twice is one
  await waiting
  expect(traffic.busy()).toBe(false)
})

test('it is never held up for long, however many come', async () => {
  const traffic = makeTraffic()
  for (let i = 0; i < 100; i++) traffic.begin()
  await traffic.room()
  expect(traffic.busy()).toBe(true)
})
