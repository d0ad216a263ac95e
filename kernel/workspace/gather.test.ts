import { expect, test, vi } from 'vitest'
import { gather } from './gather.ts'

/** A database that answers when it is told to, and refuses what is below nought. */
function table() {
  const statements: (readonly number[])[] = []
  let answer = () => {}
  const write = gather<number, string>(async (many) => {
    statements.push(many)
    await new Promise<void>((resume) => {
      answer = resume
    })
    if (many.some((one) => one < 0)) throw Object.assign(new Error('check violated'), { code: '23514' })
    if (many.includes(0)) throw Object.assign(new Error('connection lost'), { code: '57P01' })
    return many.map((one) => `row ${one}`)
  })
  /** Answers every statement until nobody waits. */
  const answerAll = async (all: readonly Promise<unknown>[]) => {
    let done = false
    const settled = Promise.allSettled(all).then((told) => {
      done = true
      return told
    })
    while (!done) {
      answer()
      await new Promise(setImmediate)
    }
    return settled
  }
  return { statements, write, answerAll }
}

test('who comes alone is written at once, those who come meanwhile or in one turn together, and each has its own answer', async () => {
  const { statements, write, answerAll } = table()
  const first = write(1)
  await new Promise(setImmediate)
  expect(statements).toEqual([[1]])
  const told = await answerAll([first, ...[2, 3, 4, 5, 6].map(write)])
  expect(statements).toEqual([[1], [2, 3, 4, 5], [6]])
  await answerAll([7, 8].map(write))
  expect(statements.at(-1)).toEqual([7, 8])
  expect(told.map((one) => (one as { value: string }).value)).toEqual([
    'row 1',
    'row 2',
    'row 3',
    'row 4',
    'row 5',
    'row 6',
  ])
})

test('no statement grows without bound', async () => {
  const { statements, write, answerAll } = table()
  await answerAll(Array.from({ length: 60 }, (_, i) => write(i + 1)))
  expect(statements.map(({ length }) => length)).toEqual([16, 16, 16, 8, 4])
  expect(statements.flat()).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
})

test('who fills up by itself is given all who wait', async () => {
  const statements: (readonly number[])[] = []
  const ask = gather<number, number>(async (many) => (statements.push(many), many), { anyNumber: true })
  expect(await Promise.all([1, 2, 3, 4, 5].map(ask))).toEqual([1, 2, 3, 4, 5])
  expect(statements).toEqual([[1, 2, 3, 4, 5]])
})

test('one that the table refuses is refused alone, and the others are written', async () => {
  const { write, answerAll } = table()
  const told = await answerAll([1, 2, -3, 4, 5].map(write))
  expect(told.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ])
})

test('where it is not known what was written, nothing is written a second time', async () => {
  const { statements, write, answerAll } = table()
  const told = await answerAll([1, 2, 0, 3, 4].map(write))
  expect(told.map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
    'rejected',
    'rejected',
    'fulfilled',
  ])
  expect(statements).toEqual([[1, 2, 0, 3], [4]])
})

test('a write that waits for a lock holds up nobody behind it', async () => {
  vi.useFakeTimers()
  const statements: (readonly number[])[] = []
  const write = gather<number, number>((many) => {
    statements.push(many)
    return many.includes(1) ? new Promise(() => {}) : Promise.resolve(many)
  })
  void write(1)
  vi.advanceTimersByTime(0)
  const others = Promise.all([write(2), write(3)])
  expect(statements).toEqual([[1]])
  vi.advanceTimersByTime(100)
  expect(await others).toEqual([2, 3])
  vi.useRealTimers()
})
