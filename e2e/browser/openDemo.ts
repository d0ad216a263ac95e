import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { testDatabaseUrl } from '../../server/postgres/testDatabase.ts'
import { startDemo, type Demo } from '../../server/seed/startDemo.ts'
import { openHouse, type House } from './openHouse.ts'

export interface OpenDemo {
  readonly demo: Demo
  readonly house: House
  close(): Promise<void>
}

const built = fileURLToPath(new URL('../../dist/web', import.meta.url))

/** The demonstration company with a browser before it; SCREENSHOTS names a folder for the pictures. */
export async function openDemo(): Promise<OpenDemo> {
  if (!existsSync(join(built, 'index.html'))) throw new Error('The pages are not built: npm run build')
  // A copy of the pages, so that a build meanwhile does not pull them from under the browser.
  const pages = mkdtempSync(join(tmpdir(), 'guantong-pages-'))
  cpSync(built, pages, { recursive: true })
  const demo = await startDemo(testDatabaseUrl(), 'a password of the demonstration', pages)
  const close = async (house?: House) => {
    await house?.close()
    await demo.stop()
    rmSync(pages, { recursive: true, force: true })
  }
  try {
    const house = await openHouse(demo.base, demo.password)
    return { demo, house, close: () => close(house) }
  } catch (error) {
    await close()
    throw error
  }
}
