import { parseArgs } from 'node:util'
import { crash } from './crash.ts'
import { measureOutages } from './outages.ts'

/**
 * `npm run crash -- [times] [--seed n]`: kills, freezes and fills under writers, then counts. `npm run crash
 * -- --measure [rounds]`: how soon each outage is answered with a refusal, and how soon after its end
 * everything is served again.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, measure: { type: 'boolean' } },
})
const print = (line: string) => void process.stdout.write(`${line}\n`)
const table = (rows: ReadonlyMap<string, number>) =>
  [...rows]
    .sort(([, a], [, b]) => b - a)
    .map(([name, n]) => `  ${String(n).padStart(6)}  ${name}`)
    .join('\n')

if (values.measure) {
  await measureOutages(Number(positionals[0] ?? 5), print)
} else {
  const seed = Number(values.seed ?? Date.now() % 100_000)
  print(`seed ${seed}`)
  const result = await crash({ times: Number(positionals[0] ?? 20), seed, told: print })
  print(`\nblows\n${table(result.blows)}\nanswers\n${table(result.answers)}`)
  print(
    `${result.leads} leads and ${result.quotes} quotes in ${result.seconds.toFixed(0)} s, ${result.findings.length} findings`,
  )
  for (const finding of result.findings) print(`!! ${finding}`)
  process.exitCode = result.findings.length > 0 ? 1 : 0
}
process.exit()
