import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { listFiles } from './fingerprint.mjs'

/** Below a packet of the net nothing is won. */
const leastBytes = 1400
/** The last tenth that the slowest quality wins would hold up every first start by seconds. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Beside each built file that shrinks a `.br` and a `.gz`, so that nobody squeezes it for every visitor. */
export const shrinkFiles = (folder) => {
  for (const file of listFiles(folder).filter((name) => /\.(js|css|html|svg|json|wasm)$/.test(name))) {
    const whole = readFileSync(file)
    if (whole.length < leastBytes) continue
    for (const [ending, small] of [
      ['br', brotliCompressSync(whole, brotli)],
      ['gz', gzipSync(whole, { level: 9 })],
    ])
      if (small.length < whole.length) writeFileSync(`${file}.${ending}`, small)
  }
}
