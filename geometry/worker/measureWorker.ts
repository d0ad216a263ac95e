import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '../../model/refuse.ts'
import { measureBytes } from '../measureBytes.ts'
import { limitWasm } from './limitWasm.ts'
import type { Answer, Request, WorkerSettings } from './protocol.ts'

const settings = workerData as WorkerSettings
const wasmBytes = limitWasm(settings.wasm_bytes_max)

parentPort!.on('message', ({ bytes, options }: Request) => {
  void answer(bytes, options).then((reply) => {
    const glb = 'measurement' in reply ? reply.measurement.preview?.glb : undefined
    parentPort!.postMessage(reply, glb ? [glb.buffer as ArrayBuffer] : [])
  })
})

async function answer(bytes: Uint8Array, options: Request['options']): Promise<Answer> {
  try {
    const measurement = await measureBytes(bytes, options)
    return { measurement, spent: wasmBytes() > settings.wasm_bytes_spent }
  } catch (error) {
    if (error instanceof Refusal) return { refusal: { code: error.code, sentence: error.sentence, details: error.details }, spent: wasmBytes() > settings.wasm_bytes_spent }
    return { failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error), spent: true }
  }
}
