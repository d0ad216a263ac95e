import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { closeMeasuring, measureDrawing } from '../geometry/index.ts'

/**
 * How long it takes to measure each drawing of a folder, once everything is loaded: `npm run bench:measure --
 * <folder>`. Prints, never fails.
 */
const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('npm run bench:measure -- <folder>')
  process.exit(1)
}
const files = (readdirSync(folder, { recursive: true }) as string[])
  .map((name) => join(folder, name))
  .filter((path) => statSync(path).isFile() && !path.endsWith('.md'))
  .sort()
const seconds = async (path: string): Promise<[number, string]> => {
  const began = performance.now()
  const said = await measureDrawing(path).then(
    ({ kind }) => kind as string,
    (error: { code?: string }) => `refused: ${error.code ?? String(error)}`,
  )
  return [(performance.now() - began) / 1000, said]
}
const [warmUp] = await seconds(files.find((path) => /\.(step|stp)$/.test(path)) ?? files[0]!)
console.log(`warm-up ${warmUp.toFixed(2)} s\n| drawing | kind | MiB | seconds |\n|---|---|---|---|`)
const times: number[] = []
for (const path of files) {
  const [took, said] = await seconds(path)
  times.push(took)
  console.log(
    `| ${relative(folder, path)} | ${said} | ${(statSync(path).size / 2 ** 20).toFixed(2)} | ${took.toFixed(2)} |`,
  )
}
times.sort((a, b) => a - b)
console.log(
  `median ${times[Math.floor(times.length / 2)]!.toFixed(2)} s, slowest ${times.at(-1)!.toFixed(2)} s`,
)
await closeMeasuring()
