import { act } from 'react'
import { beforeAll, expect, test } from 'vitest'
import { draw } from '../testing/draw.tsx'
import { speak, startWords } from '../words/words.ts'
import { SentencesShow } from './SentencesShow.tsx'

beforeAll(() => startWords('zh'))

test('codes and figures are read in the language of the reader, and change with it', async () => {
  const field = {
    type: 'json',
    sentences: { weight_differs: { zh: '标注 {{stated}} kg', en: '{{stated}} kg are stated' } },
  }
  const box = await draw(<SentencesShow value={[{ code: 'weight_differs', stated: 9.9 }]} field={field} />)
  expect(box.textContent).toBe('标注 9.9 kg')
  await act(() => speak('en'))
  expect(box.textContent).toBe('9.9 kg are stated')
  await act(() => speak('zh'))
})
