import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const house = join(import.meta.dirname, '..')
const read = (ending: string) =>
  ['web', 'modules']
    .flatMap((part) =>
      (readdirSync(join(house, part), { recursive: true }) as string[])
        .filter((path) => path.endsWith(ending) && !path.includes('node_modules'))
        .map((path) => readFileSync(join(house, part, path), 'utf8')),
    )
    .join('\n')

/** Boxes that take no focus themselves, and what in them always does. */
const heldBy: Readonly<Record<string, string>> = {
  side: 'the links of the menu',
  'menu-pop': 'its first item, focused when it opens; the arrows go on from there',
  'search-hits': 'the search field, whose arrows go through the hits',
  content: 'the link that skips to the content focuses it',
  'filter-choices': 'its boxes to tick',
  'board-column': 'its cards, each a link',
  'tab-list': 'its tabs',
  wall: 'the figures, each a link',
  'bench-bar': 'its buttons',
  'list-box': 'the grid in it, which takes the focus and goes by arrows',
  'tabs-row': 'its tabs',
  'choose-columns ul': 'its boxes to tick',
}

test('whatever scrolls is reached by the keyboard: it takes the focus itself, or something in it always does', () => {
  const scrolling = [...read('.css').matchAll(/([^{}]*)\{[^{}]*overflow(?:-[xy])?: *(?:auto|scroll)/g)].map(
    (rule) => rule[1]!.trim().split('.').at(-1)!,
  )
  const drawn = read('.tsx')
  expect(scrolling.length).toBeGreaterThan(12)
  const takesFocus = (name: string) =>
    new RegExp(`<[^<>]*className=[^<>]*\\b${name}\\b[^<>]*tabIndex=\\{0\\}`).test(drawn)
  expect(scrolling.filter((name) => !(name in heldBy) && !takesFocus(name))).toEqual([])
  expect(
    Object.keys(heldBy).filter((name) => !scrolling.includes(name) || takesFocus(name)),
    'no longer needed',
  ).toEqual([])
})
