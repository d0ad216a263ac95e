import { expect, test } from 'vitest'
import { engineering } from '../../engineering/index.ts'
import { quoting } from '../index.ts'

const chinese = /[\p{Script=Han}，。；：、（）“”]/u

/** Where a definition speaks: every label it holds, and every other text, by its place. */
function* spoken(
  value: unknown,
  place: string,
): Generator<{ readonly place: string; readonly zh?: string; readonly en?: string; readonly text?: string }> {
  if (typeof value === 'string') yield { place, text: value }
  if (typeof value !== 'object' || value === null) return
  if (
    'zh' in value &&
    typeof value.zh === 'string' &&
    Object.keys(value).every((name) => name === 'zh' || name === 'en')
  )
    return yield { place, ...(value as { zh: string; en?: string }) }
  for (const [name, part] of Object.entries(value)) yield* spoken(part, `${place}.${name}`)
}

/**
 * Words of a table in Chinese, with their English in the next column; the unit of a line as it is printed on
 * the quotation; the paper itself.
 */
const known = /^quoting\.decisions\.\d+\.rules\.\d+\.then\.3$|\.fields\.unit\.default$|^quoting\.templates/

test('every label, sentence and rule of engineering and quoting is there in Chinese and in English', () => {
  const all = [...spoken(engineering, 'engineering'), ...spoken(quoting, 'quoting')]
  expect(
    all
      .filter(({ zh, en }) => zh !== undefined && (!zh || !en || chinese.test(en)))
      .map(({ place }) => place),
  ).toEqual([])
  expect(
    all
      .filter(({ place, text }) => text !== undefined && chinese.test(text) && !known.test(place))
      .map(({ place }) => place),
  ).toEqual([])
})
