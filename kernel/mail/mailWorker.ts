import { parentPort, workerData } from 'node:worker_threads'
import { parseMail } from './parseMail.ts'

const { source, now } = workerData as { source: Uint8Array; now: Date }
const mail = await parseMail(source, now)
parentPort!.postMessage(
  mail,
  mail.attachments.map(({ content }) => content.buffer as ArrayBuffer),
)
