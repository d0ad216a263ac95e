import { act } from 'react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { draw } from '../../../web/testing/draw.tsx'
import { speak, startWords } from '../../../web/words/words.ts'
import { Failed } from './Failed.tsx'

beforeAll(() => startWords('zh'))
afterEach(() => vi.unstubAllGlobals())

const drawFailed = (actions: readonly string[]): Promise<HTMLElement> =>
  draw(
    <Failed
      record={{ id: 'd1', version: 1, name: '坏的.step', stage: 'failed', _actions: actions } as never}
      why={['STEP 文件不完整']}
    />,
  )

test('a drawing that could not be measured says which file, why, and what to do next', async () => {
  const box = await drawFailed(['measure'])
  expect(box.querySelector('h3')!.textContent).toContain('坏的.step')
  expect(box.querySelector('li')!.textContent).toBe('STEP 文件不完整')
  expect(box.querySelector('p')!.textContent).toMatch(/接下来.*STEP、DXF 或 DWG.*技术评估不受影响/)
  await act(() => speak('en'))
  expect(box.querySelector('p')!.textContent).toMatch(/Next:.*measure again.*evaluation goes on/)
  await act(() => speak('zh'))
})

test('it is measured again at a press, by those who may', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(String(url))
    return new Response('{"stage":"measuring"}', {
      status: 200,
      headers: { 'content-type': 'application/json' },
    })
  })
  const box = await drawFailed(['measure'])
  await act(async () => box.querySelector<HTMLButtonElement>('[data-testid=measure-again]')!.click())
  expect(asked).toEqual([expect.stringContaining('/records/drawing/d1/measure')])
  expect((await drawFailed([])).querySelector('[data-testid=measure-again]')).toBeNull()
})

test('when the server refuses to measure again, its reason is shown', async () => {
  vi.stubGlobal(
    'fetch',
    async () =>
      new Response(JSON.stringify({ code: 'drawing_without_file', detail: '该图纸没有文件', status: 422 }), {
        status: 422,
        headers: { 'content-type': 'application/problem+json' },
      }),
  )
  const box = await drawFailed(['measure'])
  await act(async () => box.querySelector<HTMLButtonElement>('[data-testid=measure-again]')!.click())
  expect(box.textContent).toContain('该图纸没有文件')
})
