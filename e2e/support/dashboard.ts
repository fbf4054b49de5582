import { expect, type Page } from '@playwright/test'
import { PASSWORD } from './api.ts'

/** The fields of the sign-in form, by their labels. */
export const emailField = (page: Page) => page.getByLabel('Email')
export const passwordField = (page: Page) => page.getByLabel('Password', { exact: true })
export const signInButton = (page: Page) => page.getByRole('button', { name: 'Sign in' })

export const expectHome = (page: Page) => expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()

/** Fills in the sign-in form that is open, and sends it. */
export async function fillSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await emailField(page).fill(email)
  await passwordField(page).fill(password)
  await signInButton(page).click()
}

/** Signs in with the form and waits for the dashboard. Elsewhere the browser begins with the session of `person`. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in')
  await fillSignIn(page, email, password)
  await expectHome(page)
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /account of/i }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(emailField(page)).toBeVisible()
}

/** Every message a page logged as an error, with the address it is about; a test that ends with some has found a bug. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} at ${message.location().url}`)
  })
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}

/**
 * Without the lines about products the emulated catalogue does not know: whether the form asks for one before it is sent
 * depends on how fast somebody types.
 */
export const besidesLookups = (errors: readonly string[]): string[] =>
  errors.filter((text) => !/status of 404 .*\/api\/keepa-lookup/.test(text))
