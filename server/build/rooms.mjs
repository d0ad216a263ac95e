/**
 * `npm run rooms [-- kernel web]`: the folders of a part as rooms, whom each knows, and every circle among
 * them.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { root } from './run.mjs'

const isCode = /\.(ts|tsx)$/
const isTest = /\.test\.tsx?$|(^|\/)test[A-Z][^/]*\.tsx?$|(^|\/)testing\//
const imports = /\b(?:import|export)\b[^'"]*?\bfrom\s*'(\.[^']+)'|\bimport\s*\(?\s*'(\.[^']+)'/g

const listFiles = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && isCode.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !/[/\\](node_modules|dist)[/\\]/.test(path))

/**
 * What the rooms of a part import of each other; files beside the rooms put them together and are no room.
 * @param {string} part a workspace, `kernel`
 * @param {string} [house] the folder the part lies in
 * @returns {Map<string, Map<string, number>>} by room: the rooms it knows, with the number of imports; types
 * count
 */
export const readRooms = (part, house = root) => {
  const base = resolve(house, part)
  const roomOf = (path) =>
    relative(base, path)
      .replaceAll('\\', '/')
      .match(/^([^./][^/]*)\//)?.[1]
  const rooms = new Map()
  for (const path of listFiles(base)) {
    const room = roomOf(path)
    if (!room || isTest.test(relative(base, path).replaceAll('\\', '/'))) continue
    const known = rooms.get(room) ?? new Map()
    rooms.set(room, known)
    for (const [, from, bare] of readFileSync(path, 'utf8').matchAll(imports)) {
      const other = roomOf(resolve(dirname(path), from ?? bare))
      if (other && other !== room) known.set(other, (known.get(other) ?? 0) + 1)
    }
  }
  return rooms
}

/**
 * Rooms that know each other, straight or through others (strongly connected components, by reachability).
 * @param {Map<string, Map<string, number>>} rooms
 * @returns {string[][]} each circle in the order of the alphabet
 */
export const findCircles = (rooms) => {
  const reached = (from, found = new Set()) => {
    for (const next of rooms.get(from)?.keys() ?? []) if (!found.has(next)) reached(next, found.add(next))
    return found
  }
  const reach = new Map([...rooms.keys()].map((room) => [room, reached(room)]))
  const circles = [...rooms.keys()]
    .sort()
    .map((room) => [...reach.get(room)].filter((other) => reach.get(other)?.has(room)).sort())
  return [
    ...new Map(
      circles.filter((circle) => circle.length > 1).map((circle) => [circle.join(), circle]),
    ).values(),
  ]
}

/** Whoever is known by many and knows few comes first. */
const fromTheGroundUp = (rooms) => {
  const placed = []
  const left = new Map(rooms)
  while (left.size > 0) {
    const free = [...left.keys()].filter((room) =>
      [...left.get(room).keys()].every((other) => !left.has(other)),
    )
    const next = free.length > 0 ? free.sort() : [...left.keys()].sort()
    for (const room of next) left.delete(room)
    placed.push(next)
  }
  return placed
}

const print = (part) => {
  const rooms = readRooms(part)
  const circles = findCircles(rooms)
  console.log(
    `\n${part}: ${rooms.size} rooms, ${circles.length === 0 ? 'no circle' : `${circles.length} circle(s)`}`,
  )
  fromTheGroundUp(rooms).forEach((floor, i) => {
    for (const room of floor) {
      const known = [...rooms.get(room)]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, count]) => `${name} ${count}`)
      console.log(`  ${String(i).padStart(2)}  ${room.padEnd(14)} ${known.join(', ')}`)
    }
  })
  for (const circle of circles) console.log(`  circle: ${circle.join(', ')}`)
}

if (process.argv[1]?.endsWith('rooms.mjs')) {
  const asked = process.argv.slice(2)
  for (const part of asked.length > 0 ? asked : ['kernel', 'web', 'modules', 'model', 'geometry', 'server'])
    print(part)
}
