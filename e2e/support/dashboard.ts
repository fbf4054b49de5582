import { expect, type Page } from '@playwright/test'
import { PASSWORD } from './api.ts'

/** The fields of the sign-in form, by their labels. */
export const emailField = (page: Page) => page.getByLabel('Email')
export const passwordField = (page: Page) => page.getByLabel('Password', { exact: true })
export const signInButton = (page: Page) => page.getByRole('button', { name: 'Sign in' })

export const expectHome = (page: Page) => expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()

/** Fills in the open sign-in form, and sends it. */
export async function fillSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await emailField(page).fill(email)
  await passwordField(page).fill(password)
  await signInButton(page).click()
}

/** Signs in with the form and waits for the dashboard. Other tests start with the session of `person`. */
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

/** Every error that a page logged, with its URL; a test that ends with errors has found a bug. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} at ${message.location().url}`)
  })
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}

/**
 * Without the errors about products that the emulated catalog does not know: a fast typist submits the form before the
 * preview requests the product.
 */
export const besidesLookups = (errors: readonly string[]): string[] =>
  errors.filter((text) => !/status of 404 .*\/api\/keepa-lookup/.test(text))
