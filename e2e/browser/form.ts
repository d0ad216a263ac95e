import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'

/** A file as it is handed to an upload. */
export interface Upload {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

export const upload = (
  name: string,
  content: string | URL | Buffer,
  mimeType = 'application/octet-stream',
): Upload => ({
  name,
  mimeType,
  buffer: content instanceof URL ? readFileSync(content) : Buffer.from(content),
})

export const signed = Symbol('signed by hand')
export type Answer = string | boolean | Upload | typeof signed

/** Fills a form by the labels that people read. */
export async function fillForm(scope: Locator, answers: Readonly<Record<string, Answer>>): Promise<void> {
  for (const [label, answer] of Object.entries(answers)) await fillField(scope, label, answer)
}

async function fillField(scope: Locator, label: string, answer: Answer): Promise<void> {
  const page = scope.page()
  const row = scope
    .locator('.field-row')
    .filter({ has: page.locator('label', { hasText: new RegExp(`^${escaped(label)}( \\*)?$`) }) })
    .first()
  await row.waitFor()
  if (answer === signed) return signByHand(row)
  if (typeof answer === 'object') return row.locator('input[type=file]').setInputFiles(answer)
  if (typeof answer === 'boolean') {
    const box = row.getByRole('switch')
    if ((await box.getAttribute('aria-checked')) !== String(answer)) await box.click()
    return
  }
  if ((await row.locator('.ant-select').count()) > 0) return pick(row.locator('.ant-select'), answer)
  await row.locator('input, textarea').first().fill(answer)
}

/** Picks from a list that opens: a choice by its word, a record by what is typed to find it. */
export async function pick(select: Locator, text: string): Promise<void> {
  const page = select.page()
  await select.click()
  const input = select.locator('input')
  if ((await input.getAttribute('readonly')) === null) await input.fill(text)
  const option = page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: text })
    .first()
  await option.click()
}

/** A stroke on the pad, and the moment until it has been sent. */
async function signByHand(row: Locator): Promise<void> {
  const pad = row.locator('canvas')
  await pad.scrollIntoViewIfNeeded()
  const box = (await pad.boundingBox())!
  const { mouse } = row.page()
  await mouse.move(box.x + 40, box.y + box.height / 2)
  await mouse.down()
  for (let at = 1; at <= 12; at++)
    await mouse.move(box.x + 40 + at * 14, box.y + box.height / 2 + (at % 2 ? -18 : 18))
  await mouse.up()
  await row.getByText('已签名').waitFor()
}

export const dialog = (page: Page): Locator => page.getByRole('dialog').last()

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
