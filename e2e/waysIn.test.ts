import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Demo } from '../server/seed/startDemo.ts'
import { codeOf } from '../kernel/testing/atTheDoor.ts'
import { table } from '../kernel/workspace/workspace.ts'
import { fillForm } from './browser/form.ts'
import { look } from './browser/look.ts'
import { openDemo, type OpenDemo } from './browser/openDemo.ts'
import type { House } from './browser/openHouse.ts'
import { phone, type Person } from './browser/person.ts'

/** How people come in, by hand in the browser of this machine. */
let opened: OpenDemo, demo: Demo, house: House
beforeAll(async () => {
  ;({ demo, house } = opened = await openDemo())
}, 120_000)
afterAll(() => opened?.close())

async function fillIn({ page, base }: Person, login: string, password: string): Promise<void> {
  await page.goto(base)
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByTestId('sign-in-submit').click()
}

test('an administrator takes a colleague in by hand, who chooses a password on the phone and is in', async () => {
  const admin = await house.as('admin')
  await admin.page.goto(`${demo.base}/o/user/new`)
  await fillForm(admin.page.locator('form'), { 姓名: '新同事', 登录名: 'neu@demo.example' })
  await admin.page.getByRole('button', { name: '保存' }).first().click()
  await admin.page.getByTestId('person-sign-in').getByText('没有可用的密码').waitFor()
  await admin.page.getByTestId('give-once').click()
  const text = await admin.page.getByTestId('once-text').inputValue()
  await look(admin, 'one-time password')
  const [, login] = /账号：(\S+)/.exec(text)!
  const [, once] = /一次性密码：(\S+)/.exec(text)!
  expect(login).toBe('neu@demo.example')
  await admin.page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()

  const colleague = await house.stranger('新同事', phone)
  await fillIn(colleague, login!, once!)
  await colleague.page.getByRole('heading', { name: '设置自己的密码' }).waitFor()
  await look(colleague, 'own password')
  await colleague.page.getByRole('button', { name: 'English' }).click()
  await colleague.page.getByRole('heading', { name: 'Choose your password' }).waitFor()
  await colleague.page.getByRole('button', { name: '中文' }).click()
  // Whichever page they open: first the password.
  await colleague.watch.refusal(async () => {
    const refused = colleague.page.waitForResponse((answer) => answer.url().endsWith('/api/definitions'))
    await colleague.page.goto(`${demo.base}/o/lead`)
    await colleague.page.getByRole('heading', { name: '设置自己的密码' }).waitFor()
    expect((await refused).status()).toBe(403)
    await colleague.page.getByLabel('新密码').fill('12345678')
    const said = colleague.page.waitForResponse((answer) => answer.url().endsWith('/password/own'))
    await colleague.page.getByRole('button', { name: '设置并进入系统' }).click()
    expect((await said).status()).toBe(422)
    await colleague.page.getByRole('alert').getByText('密码至少12位').waitFor()
  })
  await colleague.page.getByLabel('新密码').fill('sieben Wellen 21')
  await colleague.page.getByRole('button', { name: '设置并进入系统' }).click()
  await colleague.page.getByTestId('person-menu').waitFor()
  await colleague.context.close()

  await admin.page.reload()
  await admin.page.getByTestId('person-sign-in').getByText('已有自己的密码').waitFor()
  await admin.page.getByTestId('give-once').click()
  await admin.page.getByText('原密码立即失效').waitFor()
  await admin.page.getByTestId('ask-ok').click()
  expect(await admin.page.getByTestId('once-text').inputValue()).toContain('neu@demo.example')
  // A phone that is turned draws the page anew: what is shown once stays.
  await admin.page.setViewportSize(phone)
  await admin.page.getByTestId('once-text').waitFor()
  await admin.page.setViewportSize({ width: 1440, height: 900 })
})

test('an administrator is reminded of the second factor, and after the days of grace led to set it up', async () => {
  const { page, watch } = await house.as('admin')
  await page.goto(demo.base)
  await page.getByTestId('factor-reminder').getByText('须在').waitFor()
  await look(await house.as('admin'), 'reminded of the second factor')
  await page.goto(`${demo.base}/studio/roles`)
  await page.getByTestId('role-factor').waitFor()
  expect(await page.getByTestId('role-factor').isChecked()).toBe(true)
  const credentials = table(demo.workspace, '_credential')
  await sql`update ${credentials} set factor_asked_at = now() - interval '8 days' where factor_asked_at is not null`.execute(
    demo.workspace.db,
  )
  await watch.refusal(async () => {
    await page.goto(`${demo.base}/o/user`)
    await page.getByRole('heading', { name: '请先设置两步验证' }).waitFor()
    await page.getByRole('button', { name: '开始设置' }).click()
    await page.getByLabel('密码', { exact: true }).fill(demo.password)
    await page.getByTestId('proof-ok').click()
  })
  const secret = await page.getByTestId('factor-secret').innerText()
  await look(await house.as('admin'), 'second factor to be set up')
  await page.getByLabel('动态验证码').fill(codeOf(secret))
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByTestId('person-menu').waitFor()
  await page.goto(`${demo.base}/me`)
  await page.getByTestId('second-factor').getByText('已开启').waitFor()
  await look(await house.as('admin'), 'my settings')
})

test('a passkey is added, signs in alone and after the password, and is removed', async () => {
  const seat = await house.stranger('林晓')
  const { page, watch } = seat
  // Passkeys belong to names, not to addresses in figures.
  const home = demo.base.replace('127.0.0.1', 'localhost')
  await plugInAuthenticator(seat)
  const signOut = async () => {
    await page.getByTestId('person-menu').click()
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await page.getByTestId('sign-in').waitFor()
  }
  await fillIn({ ...seat, base: home }, 'sales@demo.example', demo.password)
  await page.getByTestId('person-menu').waitFor()
  await page.goto(`${home}/me`)
  const card = page.getByTestId('passkeys')
  await card.getByLabel('新通行密钥的名称').fill('办公电脑')
  await watch.refusal(async () => {
    await card.getByTestId('add-passkey').click()
    await page.getByRole('dialog').getByLabel('密码', { exact: true }).fill(demo.password)
    await page.getByTestId('proof-ok').click()
  })
  await card.locator('li').filter({ hasText: '办公电脑' }).waitFor()
  await look(seat, 'passkeys of a person')

  await signOut()
  await look(seat, 'sign in')
  await page.getByTestId('sign-in-passkey').click()
  await page.getByTestId('person-menu').waitFor()
  await signOut()
  await watch.refusal(async () => {
    await fillIn({ ...seat, base: home }, 'sales@demo.example', demo.password)
    await page.getByTestId('person-menu').waitFor()
  })

  await page.goto(`${home}/me`)
  await watch.refusal(async () => {
    await card.getByRole('button', { name: '移除通行密钥 办公电脑' }).click()
    await page.getByTestId('ask-ok').click()
    await page.getByRole('dialog').getByLabel('密码', { exact: true }).fill(demo.password)
    await page.getByTestId('proof-ok').click()
    await card.locator('li').waitFor({ state: 'detached' })
  })
  await signOut()
  await watch.refusal(async () => {
    await page.getByTestId('sign-in-passkey').click()
    await page.getByRole('alert').getByText('这个通行密钥没有登记').waitFor()
  })
  await fillIn({ ...seat, base: home }, 'sales@demo.example', demo.password)
  await page.getByTestId('person-menu').waitFor()
})

/**
 * What Chromium has for such tests: an authenticator inside the machine whose holder shows themselves at
 * once.
 */
async function plugInAuthenticator({ context, page }: Person): Promise<void> {
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options })
}

test('nobody saw an error on the way, and no page asked outside the house', () => {
  expect(house.faults()).toEqual([])
})
