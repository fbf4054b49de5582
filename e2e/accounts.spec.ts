import { newPerson, PASSWORD } from './support/api.ts'
import { emailField, expectHome, fillSignIn, passwordField, signIn, signOut } from './support/dashboard.ts'
import { expect, guestTest as test } from './support/test.ts'

const ASIN = 'B07XJQW9K2'

test('a person signs up and gets a workspace of their own', async ({ page, errors }) => {
  await page.goto('/')
  await page.getByRole('link', { name: /sign up|create/i }).click()
  await page.getByLabel('Name').fill('Ann')
  await emailField(page).fill('ann@example.test')
  await passwordField(page).fill(PASSWORD)
  await page.getByRole('button', { name: /create|sign up/i }).click()
  await expectHome(page)
  await page.getByRole('navigation').getByRole('link', { name: 'Products' }).first().click()
  await expect(page.getByRole('button', { name: 'Add product' }).first()).toBeVisible()
  expect(errors).toEqual([])
})

test('a person who forgot their password sets a new one by the emailed link, which signs nobody in, and the old one no longer works', async ({
  page,
  site,
}) => {
  const { email } = await newPerson(site)
  await page.goto('/sign-in')
  await page.getByRole('link', { name: /forgot/i }).click()
  await emailField(page).fill(email)
  await page.getByRole('button', { name: /send|reset/i }).click()
  await expect(page.getByText(/check your|on its way|sent/i).first()).toBeVisible()

  await page.goto('/_local/mail')
  await page
    .getByRole('link', { name: new RegExp(`^${site.url}|reset`, 'i') })
    .first()
    .click()
  await page.getByLabel('New password').fill('a wholly different phrase')
  await page.getByRole('button', { name: /save|set/i }).click()
  await expect(page.getByText('Your new password is set.')).toBeVisible()
  await expect(emailField(page)).toHaveValue(email)

  await fillSignIn(page, email, PASSWORD)
  await expect(page.getByRole('alert')).toBeVisible()
  await fillSignIn(page, email, 'a wholly different phrase')
  await expectHome(page)
})

test('a link with somebody else’s session does not replace the session of whoever opens it', async ({ page, site }) => {
  const [victim, sender] = await Promise.all([newPerson(site, 'vera'), newPerson(site, 'sam')])
  const { access_token, refresh_token } = sender.session
  const fragment = `#access_token=${access_token}&refresh_token=${refresh_token}&expires_in=3600&token_type=bearer&type=recovery`
  for (const address of [`/${fragment}`, `/set-password${fragment}`]) {
    await page.goto(address)
    await expect(page.getByRole('heading', { name: 'This link is no longer valid' })).toBeVisible()
    await page.goto('/')
    await expect(emailField(page)).toBeVisible()
  }
  await signIn(page, victim.email)
  // A link opens a document; within the open one only the fragment would change.
  await page.goto('about:blank')
  await page.goto(`/${fragment}`)
  await expect(page.getByRole('heading', { name: 'This link is no longer valid' })).toBeVisible()
  await page.goto('/settings')
  await expect(page.getByText(victim.email).first()).toBeVisible()
})

test('a person whose session ended returns to the requested page', async ({ page, site }) => {
  const { email } = await newPerson(site)
  await page.goto('/tasks?status=completed')
  await expect(emailField(page)).toBeVisible()
  await fillSignIn(page, email)
  await expect(page).toHaveURL(`${site.url}/tasks?status=completed`)
})

test('no data of one person is left for the next one on the same browser', async ({ page, site }) => {
  const [cora, dora] = await Promise.all([newPerson(site, 'cora'), newPerson(site, 'dora')])
  await signIn(page, cora.email)
  await page.goto('/products')
  await page.getByRole('button', { name: 'Add product' }).first().click()
  await page.getByLabel('ASIN or Amazon link').fill(ASIN)
  await page.getByRole('dialog').getByRole('button', { name: 'Add product' }).click()
  await expect(page).toHaveURL(/\/products\/[0-9a-f-]{36}/)
  const address = page.url()
  await page.goto('/')
  await signOut(page)

  await signIn(page, dora.email)
  await page.goto('/products')
  await expect(page.getByRole('button', { name: 'Add product' }).first()).toBeVisible()
  await expect(page.getByText(ASIN)).toHaveCount(0)
  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'This product is not here' })).toBeVisible()
})
