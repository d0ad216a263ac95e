import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { onTestFinished, vi } from 'vitest'
import { HouseContext, type House } from '../ground/session.ts'

/**
 * Draws a piece of the screen for one test. It is taken down when the test ends, and what React had put off
 * by then is run out: work left over would otherwise meet a page that is gone already.
 */
export async function draw(
  node: ReactNode,
  { house, client = new QueryClient() }: { house?: House; client?: QueryClient } = {},
): Promise<HTMLElement> {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const box = document.body.appendChild(document.createElement('main'))
  const root = createRoot(box)
  onTestFinished(async () => {
    await act(async () => root.unmount())
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
    box.remove()
    client.clear()
  })
  const inHouse = house ? <HouseContext value={house}>{node}</HouseContext> : node
  await act(async () =>
    root.render(
      <ConfigProvider theme={{ token: { motion: false } }}>
        <QueryClientProvider client={client}>{inHouse}</QueryClientProvider>
      </ConfigProvider>,
    ),
  )
  return box
}

/** Waits until the screen shows what `look` finds, letting React finish what it does meanwhile. */
export const see = <T,>(look: () => T): Promise<NonNullable<T>> =>
  vi.waitUntil(
    async () => {
      await act(async () => {})
      return look()
    },
    { timeout: patienceMs },
  ) as Promise<NonNullable<T>>

/**
 * The first drawing of a file reads much of the library, and the machine may have other work: this only
 * bounds what never comes.
 */
const patienceMs = 15_000

/** Types a text into an input as a person would: React hears of it. */
export const typeInto = (input: HTMLInputElement, text: string) =>
  act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
