import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect } from 'vitest'
import { until } from '../client.ts'
import { phone, type Person } from './person.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = process.env.SCREENSHOTS
if (folder) mkdirSync(folder, { recursive: true })
const seen = new Set<string>()

/**
 * Looks at a page as it lies at the desk and on a phone: nothing sticks out to the side, nothing serious
 * stands in the way of those who see or type differently (axe-core), and a picture is kept where SCREENSHOTS
 * names a folder.
 */
export async function look({ page, name }: Person, title: string): Promise<void> {
  if (seen.has(title)) return
  seen.add(title)
  const before = page.viewportSize()!
  await judge(title, before.width)
  const other = before.width === phone.width ? { width: 1440, height: 900 } : phone
  await page.setViewportSize(other)
  await judge(title, other.width)
  await page.setViewportSize(before)

  async function judge(what: string, width: number): Promise<void> {
    await settle()
    if (folder) await page.screenshot({ path: join(folder, `${what}-${width}.png`), fullPage: true })
    const [over, violations] = await Promise.all([page.evaluate<number>(sidewards), audit()])
    expect(over, `${what} at ${width} px scrolls sideways (${name})`).toBeLessThanOrEqual(0)
    expect(violations.join('\n'), `${what} at ${width} px (${name})`).toBe('')
  }
  /** Nothing waits for the server and nothing is being drawn in. */
  async function settle(): Promise<void> {
    await until(
      `${title} to be still`,
      async () =>
        (await page.locator('[aria-busy=true], .ant-spin-spinning, .ant-btn-loading').count()) === 0,
    )
    await page.evaluate(`new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))`)
  }
  async function audit(): Promise<readonly string[]> {
    await page.evaluate(axe)
    const { violations } = await page.evaluate<AxeResult>(
      `axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })`,
    )
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map((node) => `${node.target.join(' ')} (${node.failureSummary.split('\n')[1]?.trim() ?? ''})`)
            .join(' | ')}`,
      )
  }
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[]
  }[]
}

/** How far the page, or the part of it that scrolls, can be pushed aside; in pixels. Runs in the page. */
const sidewards = `Math.max(...[document.documentElement, document.body, ...document.querySelectorAll('main')].map((part) => part.scrollWidth - part.clientWidth))`
