import type { Locator } from 'playwright-core'
import { dialog, fillForm, pick, type Answer, type Upload } from './form.ts'
import type { Person } from './person.ts'

/** Opens a list by the menu, looks for the record and opens it. */
export async function openFromList(
  { page }: Person,
  module: string,
  list: string,
  sought: string,
): Promise<void> {
  await openMenu({ page } as Person, module, list)
  await page.getByTestId('list-search').fill(sought)
  await page.waitForURL((url) => url.searchParams.get('q')?.includes(sought) ?? false)
  await page
    .locator('tbody tr[data-id]')
    .filter({ hasText: sought })
    .first()
    .getByRole('link')
    .first()
    .click()
  await page.getByTestId('title').waitFor()
}

/** A line of the menu at the side, opening its module where that is shut. */
export async function openMenu({ page }: Person, module: string, line: string): Promise<void> {
  const menu = page.getByRole('navigation', { name: '主菜单' })
  const section = menu.getByRole('button', { name: module })
  await section.waitFor()
  if ((await section.getAttribute('aria-expanded')) === 'false') await section.click()
  await menu.getByRole('link', { name: line, exact: true }).click()
}

/** The address of the record that is open, and its id. */
export const openRecord = ({ page }: Person): string => new URL(page.url()).pathname.split('/').at(-1)!

/** Presses an action of the record; fills what it asks; waits until it says that it is done. */
export async function act(
  { page }: Person,
  action: string,
  answers: Readonly<Record<string, Answer>> = {},
): Promise<void> {
  await page.getByRole('toolbar', { name: '操作' }).getByRole('button', { name: action, exact: true }).click()
  if (Object.keys(answers).length > 0) {
    await fillForm(dialog(page), answers)
    await dialog(page).getByTestId('save').click()
  }
  await page
    .getByTestId('saying')
    .filter({ hasText: `${action}：已完成` })
    .first()
    .waitFor()
}

/** What a refusal says where the action was pressed. */
export async function refused(
  person: Person,
  action: string,
  answers: Readonly<Record<string, Answer>> = {},
): Promise<string> {
  const { page } = person
  return person.watch.refusal(async () => {
    await page
      .getByRole('toolbar', { name: '操作' })
      .getByRole('button', { name: action, exact: true })
      .click()
    if (Object.keys(answers).length > 0) {
      await fillForm(dialog(page), answers)
      await dialog(page).getByTestId('save').click()
    }
    const said = dialog(page).getByRole('alert').first()
    await said.waitFor()
    const text = await said.innerText()
    await dialog(page).getByRole('button', { name: '取消' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    return text
  })
}

/** Edits the record as a whole and saves it. */
export async function edit({ page }: Person, answers: Readonly<Record<string, Answer>>): Promise<void> {
  await page.getByTestId('edit').click()
  const form = page.getByTestId('record-form')
  await fillForm(form, answers)
  await form.getByTestId('save').click()
  await form.waitFor({ state: 'detached' })
}

/** Attaches a file in the record's tab of files, for a purpose. */
export async function attach({ page }: Person, purpose: string, file: Upload): Promise<void> {
  await page.getByRole('tab', { name: '附件' }).click()
  await pick(page.getByTestId('files').locator('.ant-select'), purpose)
  await page.getByTestId('file-input').setInputFiles(file)
  await page.getByTestId('files').getByRole('link', { name: file.name, exact: true }).first().waitFor()
}

/** Asks for the next stage; answers what is missing, or nothing when it was entered. */
export async function enterStage(person: Person, stage: string): Promise<readonly string[]> {
  const { page } = person
  const bar = page.getByRole('region', { name: '阶段' })
  await bar.getByRole('button', { name: stage, exact: true }).click()
  const panel = page.getByTestId('stage-panel')
  await panel.waitFor()
  return person.watch.refusal(async () => {
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.url().endsWith('/move_stage')),
      panel.locator('[data-action=move_stage]').click(),
    ])
    if (answer.ok()) {
      await waitForStage(person, stage)
      return []
    }
    const missing = await panel.locator('[data-missing]').allInnerTexts()
    await panel.getByRole('button', { name: '关闭' }).click()
    return missing
  })
}

/** A fact of the record by the label that is read. */
export const fact = ({ page }: Person, label: string): Locator =>
  page
    .locator('.fact')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) })
    .locator('.fact-value')

/** Waits until the fact reads as expected: what happens by itself takes a moment, and the page follows it. */
export const waitForFact = (person: Person, label: string, wanted: string | RegExp): Promise<void> =>
  fact(person, label).filter({ hasText: wanted }).first().waitFor()

/** Waits for the stage on the bar. */
export const waitForStage = ({ page }: Person, stage: string): Promise<void> =>
  page
    .getByRole('region', { name: '阶段' })
    .locator('[aria-current=step]')
    .filter({ hasText: stage })
    .waitFor()
