import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '../../model/refuse.ts'
import { measureBytes } from '../measureBytes.ts'
import { limitWasm } from './limitWasm.ts'
import type { Answer, Request, WorkerSettings } from './protocol.ts'

const settings = workerData as WorkerSettings
const wasmBytes = limitWasm(settings.wasm_bytes_max)

/**
 * The libraries chatter; what the caller prints must stay clean, and a piped output would keep the process
 * alive.
 */
const silent = (): void => {}
Object.assign(console, { log: silent, info: silent, warn: silent, error: silent, debug: silent })

parentPort!.on('message', ({ bytes, options }: Request) => {
  void answer(bytes, options).then((reply) => {
    const glb = 'measurement' in reply ? reply.measurement.preview?.glb : undefined
    parentPort!.postMessage(reply, glb ? [glb.buffer as ArrayBuffer] : [])
  })
})

/**
 * WASM that has grown, or instances not yet collected: LibreDWG alone reserves a gigabyte, most of it never
 * touched.
 */
const isSpent = (): boolean =>
  wasmBytes() > settings.wasm_bytes_spent || process.memoryUsage().external > 2 * settings.wasm_bytes_max

async function answer(bytes: Uint8Array, options: Request['options']): Promise<Answer> {
  try {
    const measurement = await measureBytes(bytes, options)
    return { measurement, spent: isSpent() }
  } catch (error) {
    if (error instanceof Refusal)
      return {
        refusal: { code: error.code, sentence: error.sentence, details: error.details },
        spent: isSpent(),
      }
    return {
      failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      spent: true,
    }
  }
}
