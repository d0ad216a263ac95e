import { runCases } from './runCases.ts'

/** `npm run conformance -- <folder of TCK cases>`; ends with 1 when a case failed. */
const [folder] = process.argv.slice(2)
const print = (line: string) => void process.stdout.write(`${line}\n`)
if (folder === undefined) {
  print('Which folder? npm run conformance -- <folder of TCK cases>')
  process.exit(2)
}
const { passed, failed, skipped } = runCases(folder, print)
print(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed > 0 ? 1 : 0
