import { chromium, type Browser } from 'playwright-core'
// @ts-expect-error Plain JavaScript: it runs before anything is installed.
import { findChromium } from '../../server/build/chromium.mjs'

const switches = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The browser of this machine, without a window; WebGL is computed where there is no card. It is asked for
 * nothing but the pages.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium() as string | undefined
  if (!executablePath) throw new Error('No Chromium on this machine: install one, or set CHROMIUM_PATH')
  return chromium.launch({ executablePath, args: switches })
}
