import type { Browser, BrowserContext, Page } from 'playwright-core'
import { watch, type Watch } from './watch.ts'

/** Somebody at a screen of their own: a page, and what went wrong on it. */
export interface Person {
  readonly name: string
  readonly page: Page
  readonly context: BrowserContext
  readonly watch: Watch
  /** Address of the house, without a slash at the end. */
  readonly base: string
}

const desk = { width: 1440, height: 900 }
export const phone = { width: 360, height: 740 }
/** Longest wait for anything on a page: two cores may be shared with a build. */
const patienceMs = 30_000

/** A new screen in front of nobody yet. */
export async function takeSeat(
  browser: Browser,
  base: string,
  name: string,
  viewport = desk,
): Promise<Person> {
  const context = await browser.newContext({
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(patienceMs)
  const page = await context.newPage()
  return { name, page, context, watch: watch(page, name), base }
}

/** Signs in by the form, as everybody does. */
export async function signIn(person: Person, login: string, password: string): Promise<void> {
  const { page, base } = person
  await page.goto(base)
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByTestId('sign-in-submit').click()
  await page.getByRole('heading', { name: /^您好|你好|好/, level: 1 }).waitFor()
}
