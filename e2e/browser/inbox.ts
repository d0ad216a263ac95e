import type { Person } from './person.ts'

/** Opens a task of the inbox by its words. */
export async function openTask({ page }: Person, words: string | RegExp): Promise<void> {
  await page.getByRole('link', { name: /^待办/ }).first().click()
  await page.getByRole('heading', { name: '待办', level: 1 }).waitFor()
  await page.locator('button.task').filter({ hasText: words }).first().click()
  await page.locator('.card .task-body h2').filter({ hasText: words }).first().waitFor()
}

/** Answers the task that is open. */
export async function answerTask({ page }: Person, verb: string, comment?: string): Promise<void> {
  if (comment) await page.getByTestId('answers').getByRole('textbox').fill(comment)
  await page.getByTestId('answers').getByRole('button', { name: verb, exact: true }).click()
  await page.getByTestId('saying').first().waitFor()
}
