import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SayProvider } from '../shell/say.tsx'
import { startWords } from '../words/words.ts'
import { StartButtons } from './StartButtons.tsx'

beforeAll(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  await startWords('zh')
})
afterAll(() => void vi.unstubAllGlobals())

test('a process that this person may start on the record has its button, and the button starts it there', async () => {
  const asked: [string, string, unknown][] = []
  vi.stubGlobal('fetch', async (url: string | URL, { method = 'GET', body }: RequestInit = {}) => {
    asked.push([method, new URL(url, 'http://house.example').pathname, body ? JSON.parse(body as string) : undefined])
    return Response.json(method === 'GET' ? { items: [], startable: [{ process: 'survey', button: { zh: '发起回访', en: 'Call back' } }] } : { id: 'i1' })
  })
  const box = document.createElement('main')
  await act(async () => createRoot(box).render(<QueryClientProvider client={new QueryClient()}><SayProvider><StartButtons object="lead" record={{ id: 'l1', version: 1 } as never} /></SayProvider></QueryClientProvider>))
  await vi.waitUntil(() => box.querySelector('button'))
  const button = box.querySelector('button')!
  expect(button.textContent).toBe('发起回访')
  await act(async () => {
    button.click()
    await vi.waitUntil(() => asked.length > 1)
  })
  expect(asked).toContainEqual(['POST', '/api/processes', { process: 'survey', object: 'lead', record: 'l1' }])
})
