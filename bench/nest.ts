import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { checkLayout } from '../geometry/nesting/checkLayout.ts'
import type { NestInstance } from '../geometry/nesting/instance.ts'
import { nest } from '../geometry/nesting/nest.ts'

/** Densities in percent published with `sparrow` (1200 s a run, 100 runs): median, best, best known. */
const published: Record<string, [median: number, best: number, record: number]> = {
  albano: [89.5, 89.68, 89.82],
  dagli: [89.31, 90.17, 90.17],
  fu: [92.39, 92.4, 92.4],
  jakobs1: [89.08, 89.25, 89.25],
  mao: [86.2, 86.83, 86.87],
  marques: [91.0, 91.42, 92.01],
  shapes0: [68.77, 69.97, 69.98],
  shirts: [89.6, 90.87, 90.92],
  trousers: [91.6, 92.29, 92.61],
}

const [folder, seconds = '60', only = '', seed = '1', threads = '2'] = process.argv.slice(2)
if (!folder) {
  console.error('npm run bench:nest -- <folder> [seconds] [name,name] [seed] [threads]')
  process.exit(1)
}
console.log(
  '| instance | pieces | first usable s | density % | sparrow median | record | gap |\n|---|---|---|---|---|---|---|',
)
const gaps: number[] = []
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()) {
  const name = basename(file, '.json')
  if (only && !only.split(',').includes(name)) continue
  const instance = JSON.parse(readFileSync(join(folder, file), 'utf8')) as NestInstance
  let first = Infinity
  const from = Date.now()
  const result = await nest(instance, {
    seconds: Number(seconds),
    seed: Number(seed),
    threads: Number(threads),
    onProgress: () => {
      first = Math.min(first, (Date.now() - from) / 1000)
    },
  })
  if (checkLayout(instance, result).length > 0) throw new Error(`${name}: the layout is faulty`)
  const density = 100 * result.density
  const known = published[name]
  if (known) gaps.push(known[2] - density)
  const row = [
    name,
    result.placements.length,
    first.toFixed(2),
    density.toFixed(2),
    known?.[0] ?? '',
    known?.[2] ?? '',
    known ? (known[2] - density).toFixed(2) : '',
  ]
  console.log(`| ${row.join(' | ')} |`)
}
if (gaps.length > 0)
  console.log(
    `mean gap ${(gaps.reduce((a, b) => a + b) / gaps.length).toFixed(2)}, largest ${Math.max(...gaps).toFixed(2)}`,
  )
