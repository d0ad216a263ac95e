import type { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { SaxesParser } from 'saxes'
import { refuseBroken } from './openZip.ts'

export interface XmlHandlers {
  open?(name: string, attributes: Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
}

/**
 * Streams XML through handlers; yields after each chunk so that the caller can pass on what was gathered.
 * Names come without their prefix, since some programs write every tag as `x:row`. Entities cannot be
 * defined, so none can be blown up. Characters cut in two by a chunk are put together again (exceljs 4.4 does
 * not do so and spoils about one Chinese text in a thousand, which is why its reader is not used).
 */
export async function* readXml(stream: Readable, { open, text, close }: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser()
  const decoder = new StringDecoder('utf8')
  const bare = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('error', (error) => {
    throw refuseBroken(error.message)
  })
  if (open) parser.on('opentag', (tag) => open(bare(tag.name), tag.attributes))
  if (text) parser.on('text', text)
  if (text) parser.on('cdata', text)
  if (close) parser.on('closetag', (tag) => close(bare(tag.name)))
  const unpacking: { error?: Error } = {}
  const events: EventEmitter = stream
  events.once('error', (error: Error) => (unpacking.error = error))
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      parser.write(decoder.write(chunk))
      yield
    }
    parser.write(decoder.end())
    parser.close()
    yield
  } catch (error) {
    throw unpacking.error === error ? refuseBroken(unpacking.error?.message ?? '') : error
  } finally {
    stream.destroy()
  }
}

/** For small parts whose content is only wanted as a whole. */
export async function readWholeXml(stream: Readable, handlers: XmlHandlers): Promise<void> {
  for await (const _ of readXml(stream, handlers));
}
