import { act } from 'react'
import { beforeAll, expect, test } from 'vitest'
import { draw } from '../../../web/testing/draw.tsx'
import { startWords } from '../../../web/words/words.ts'
import { ReportSheet } from './ReportSheet.tsx'

beforeAll(() => startWords('zh'))

test('the number pad stays where it is when scrap asks why, and scrap without a reason is not sent', async () => {
  const sent: unknown[] = []
  Element.prototype.scrollIntoView = () => {}
  const box = await draw(
    <ReportSheet
      card={{ quantity: '10', good: '0', scrap: '0', state: 'running' } as never}
      onSend={(input) => void sent.push(input)}
      onCancel={() => {}}
    />,
  )
  const press = (selector: string) => act(async () => box.querySelector<HTMLElement>(selector)!.click())
  const order = () =>
    [...box.querySelector('[data-testid=report]')!.children].map(
      (one) => one.className || one.firstElementChild?.className,
    )
  expect(order()).toEqual(['job-figures', 'pad', 'job-soft', 'job-pair'])
  await press('[data-figure=scrap]')
  await press('[data-key="2"]')
  expect(order()).toEqual(['job-figures', 'pad', 'reasons', 'job-pair'])
  await press('[data-testid=send]')
  expect(sent).toEqual([])
  expect(box.querySelector('[role=alert]')).not.toBeNull()
  await press('[data-reason="job.scrap_tool"]')
  await press('[data-testid=send]')
  expect(sent).toEqual([{ good: '0', scrap: '2', scrap_reason: expect.any(String) }])
})
