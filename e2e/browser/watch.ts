import type { Page } from 'playwright-core'

/**
 * What must not happen on a page while somebody works: errors on the console, requests that fail or leave the
 * house.
 */
export interface Watch {
  readonly faults: string[]
  /** A refusal that the step provokes on purpose; anything else stays a fault. */
  refusal<T>(work: () => Promise<T>): Promise<T>
}

export function watch(page: Page, who: string): Watch {
  const faults: string[] = []
  let refusing = 0
  const note = (what: string) =>
    faults.push(`${who}, ${new URL(page.url(), 'http://nowhere').pathname}: ${what}`)
  page.on('console', (message) => {
    // The browser's own line about a refused answer; the answer itself is judged below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      note(`console: ${message.text().slice(0, 300)}`)
  })
  page.on('pageerror', (error) => note(`error: ${error.message}`))
  page.on('requestfailed', (request) => {
    // What the page itself gave up when it was left or asked anew.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED')
      note(`${request.method()} ${request.url()}: ${request.failure()?.errorText}`)
  })
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && page.url().startsWith('http') && origin !== new URL(page.url()).origin)
      note(`a request left the house: ${request.url()}`)
  })
  page.on('response', (response) => {
    const status = response.status()
    // The first page asks who is signed in, and nobody is.
    if (status === 401 && response.url().endsWith('/api/session')) return
    if (status >= 500 || (status >= 400 && refusing === 0))
      note(`${response.request().method()} ${response.url()}: ${status}`)
  })
  return {
    faults,
    async refusal(work) {
      refusing += 1
      try {
        return await work()
      } finally {
        refusing -= 1
      }
    },
  }
}
