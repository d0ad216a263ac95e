import { expect, test } from 'vitest'
import { readDwg } from './readDwg.ts'

test('a DWG cut off after its first page is refused in words', async () => {
  const bytes = new Uint8Array(2000)
  bytes.set(new Uint8Array(Buffer.from('AC1021')))
  await expect(readDwg(bytes)).rejects.toMatchObject({ code: 'dwg_unreadable' })
}, 30_000)
