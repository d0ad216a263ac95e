import type { Caller } from './testHouse.ts'

/** Sends a sheet as a browser does; answers the report or the problem. */
export async function sendSheet(caller: Caller, url: string, { name, content }: { readonly name: string; readonly content: Buffer | string }, options: object = {}, headers: Record<string, string> = {}): Promise<any> {
  const border = '----sheet'
  const part = (head: string, body: Buffer | string) => Buffer.concat([Buffer.from(`--${border}\r\n${head}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n')])
  const payload = Buffer.concat([
    part('content-disposition: form-data; name="options"', JSON.stringify(options)),
    part(`content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream`, content),
    Buffer.from(`--${border}--\r\n`),
  ])
  const { body, text } = await caller.raw({ method: 'POST', url, payload, headers: { 'content-type': `multipart/form-data; boundary=${border}`, ...headers } })
  return body ?? text
}
