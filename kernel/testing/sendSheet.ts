import type { Caller } from './testHouse.ts'

/** Sends a sheet as a browser does; answers the report or the problem, which a test reads as any. */
export async function sendSheet(
  caller: Caller,
  url: string,
  { name, content }: { readonly name: string; readonly content: Buffer | string },
  options: object = {},
  headers: Record<string, string> = {},
): Promise<any> {
  const { body, text } = await caller.raw({
    method: 'POST',
    url,
    ...sheetBody({ name, content }, options, headers),
  })
  return body ?? text
}

/** The upload itself, for a test that reads the answer on its own. */
export function sheetBody(
  { name, content }: { readonly name: string; readonly content: Buffer | string },
  options: object = {},
  headers: Record<string, string> = {},
) {
  const border = '----sheet'
  const part = (head: string, body: Buffer | string) =>
    Buffer.concat([Buffer.from(`--${border}\r\n${head}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n')])
  const payload = Buffer.concat([
    part('content-disposition: form-data; name="options"', JSON.stringify(options)),
    part(
      `content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream`,
      content,
    ),
    Buffer.from(`--${border}--\r\n`),
  ])
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${border}`, ...headers } }
}
