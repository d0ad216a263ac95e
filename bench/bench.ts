import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { openHouse } from './house.ts'
import { lines } from './lines/index.ts'
import { shareOfOthers } from './processor.ts'
import { print } from './say.ts'

/**
 * Speed as ratios to the same work in SQL, taken in turns, and as processor time for a piece of work, with the
 * share of the machine that others had meanwhile: `npm run bench -- [rows] [--only list,get]`, 100,000 leads
 * and every line unless told; `npm run bench -- quick` prints the five that matter in a minute.
 * `--companies <file>` is a sheet of firms for the line `rank`. Prints, never
 * fails: see docs/performance.md for the figures and the machine.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, companies: { type: 'string' } },
})
const quick = positionals.includes('quick')
const rows = Number(positionals.find((one) => one !== 'quick') ?? (quick ? 20_000 : 100_000))
const wanted = values.only?.split(',') ?? lines.filter((line) => !quick || line.quick).map(({ name }) => name)
const unknown = wanted.find((name) => !lines.some((line) => line.name === name))
if (unknown || !Number.isSafeInteger(rows) || rows < 1_000) {
  print(`npm run bench -- [quick] [rows, 1000 at least] [--only ${lines.map(({ name }) => name).join(',')}]`)
  process.exit(1)
}

const began = performance.now()
const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`
const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`
print(`${machine}, ${rows.toLocaleString('en')} leads`)
const house = await openHouse({ rows, quick, companies: values.companies })
try {
  print(`ready and filled after ${seconds()}`)
  for (const { name, measure } of lines.filter((line) => wanted.includes(line.name))) {
    const spent = house.meter()
    await measure(house)
    print(`  ${name}: others had ${(100 * shareOfOthers(spent())).toFixed(0)} % of the machine, ${seconds()}`)
  }
} finally {
  await house.stop()
}
