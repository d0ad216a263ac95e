import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
// @ts-expect-error Plain JavaScript, like what it stands beside.
import { findCircles, readRooms } from './rooms.mjs'

const house = mkdtempSync(join(tmpdir(), 'guantong-rooms-'))
afterAll(() => rmSync(house, { recursive: true, force: true }))

const build = (files: Record<string, string[]>) => {
  for (const [path, targets] of Object.entries(files)) {
    mkdirSync(join(house, path, '..'), { recursive: true })
    writeFileSync(join(house, path), targets.map((to) => `import type { A } from '${to}'\n`).join(''))
  }
}

test.each(['kernel', 'web', 'modules', 'modules/quoting', 'model', 'geometry', 'server'])(
  'the rooms of %s know each other in one direction only',
  (part) => {
    expect(findCircles(readRooms(part))).toEqual([])
  },
)

test('a circle is seen, through a third room and by types alone', () => {
  build({
    'part/a/one.ts': ['../b/two.ts'],
    'part/b/two.ts': ['../c/three.ts'],
    'part/c/three.ts': ['../a/one.ts'],
    'part/d/four.ts': ['../a/one.ts'],
    'part/wired.ts': ['./d/four.ts'],
    'part/b/two.test.ts': ['../d/four.ts'],
  })
  const rooms = readRooms('part', house)
  expect([...rooms.get('d')!]).toEqual([['a', 1]])
  expect(findCircles(rooms)).toEqual([['a', 'b', 'c']])
})
