import { act } from 'react'
import { afterAll, expect, test, vi } from 'vitest'
import { draw } from '../testing/draw.tsx'
import { againMs, usePicks } from './pickRecords.ts'

afterAll(() => void vi.unstubAllGlobals())

function Picks() {
  return (
    <ul>
      {usePicks('contact', '李总工', true).data?.map(({ value, label }) => (
        <li key={value}>{label}</li>
      ))}
    </ul>
  )
}

test('somebody made a moment ago, whom the search does not know yet, is found while the list is still open', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  try {
    const answers = [[], [{ id: 'c1', title: '李总工' }]]
    vi.stubGlobal('fetch', async () => Response.json({ items: answers.shift() ?? [] }))
    const box = await draw(<Picks />, { house: { screens: { objects: {} } } as never })
    await act(() => vi.advanceTimersByTimeAsync(againMs - 1))
    expect(box.textContent).toBe('')
    await act(() => vi.advanceTimersByTimeAsync(againMs))
    expect(box.textContent).toBe('李总工')
    await act(() => vi.advanceTimersByTimeAsync(5 * againMs))
    expect(answers).toEqual([])
    expect(box.textContent).toBe('李总工')
  } finally {
    vi.useRealTimers()
  }
})

test('who is only like it is no reason to stop asking: whoever was made a moment ago may still come', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  try {
    const like = { id: 'c2', title: '李工' }
    const answers = [[like], [{ id: 'c1', title: '李总工' }, like]]
    vi.stubGlobal('fetch', async () => Response.json({ items: answers.shift() ?? [like] }))
    const box = await draw(<Picks />, { house: { screens: { objects: {} } } as never })
    await act(() => vi.advanceTimersByTimeAsync(3 * againMs))
    expect(box.textContent).toBe('李总工李工')
  } finally {
    vi.useRealTimers()
  }
})
