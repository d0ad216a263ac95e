import { act } from 'react'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SayProvider } from '../ground/say.tsx'
import { draw, see } from '../testing/draw.tsx'
import { startWords } from '../words/words.ts'
import { StartButtons } from './StartButtons.tsx'

beforeAll(() => startWords('zh'))
afterAll(() => void vi.unstubAllGlobals())

test('a process that this person may start on the record has its button, and the button starts it there', async () => {
  const asked: [string, string, unknown][] = []
  vi.stubGlobal('fetch', async (url: string | URL, { method = 'GET', body }: RequestInit = {}) => {
    asked.push([
      method,
      new URL(url, 'http://house.example').pathname,
      body ? JSON.parse(body as string) : undefined,
    ])
    return Response.json(
      method === 'GET'
        ? { items: [], startable: [{ process: 'survey', button: { zh: '发起回访', en: 'Call back' } }] }
        : { id: 'i1' },
    )
  })
  const box = await draw(
    <SayProvider>
      <StartButtons object="lead" record={{ id: 'l1', version: 1 } as never} />
    </SayProvider>,
  )
  const button = await see(() => box.querySelector('button'))
  expect(button.textContent).toBe('发起回访')
  await act(async () => button.click())
  expect((await see(() => box.querySelector('[data-testid=saying]'))).textContent).toContain('发起回访')
  expect(asked).toContainEqual([
    'POST',
    '/api/processes',
    { process: 'survey', object: 'lead', record: 'l1' },
  ])
})
