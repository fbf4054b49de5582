import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

export const MIB = 1024 * 1024

/** Gives files to the upload manager. */
export async function chooseFiles(page: Page, ...files: string[]): Promise<void> {
  await page.goto('/videos')
  await page.getByRole('button', { name: 'Upload videos' }).click()
  await page.getByLabel('Video files').setInputFiles(files)
}

export const beginUpload = (page: Page) => page.getByRole('button', { name: /^Upload \d+ videos?$/ }).click()

const tray = (page: Page) => page.getByRole('region', { name: 'Uploads' })

/** The state of an upload on screen; a screen reader gets the same words. */
export const says = (page: Page, words: RegExp | string) => tray(page).getByRole('paragraph').filter({ hasText: words })

export const press = (page: Page, name: 'Pause' | 'Resume' | 'Cancel' | 'Try again') => uploadButton(page, name).click()
export const uploadButton = (page: Page, name: string) =>
  tray(page).getByRole('button', { name: new RegExp(`^${name}`) })

/** The input that takes the file again after a reload. */
export const pickAgain = (page: Page, filename: string) => tray(page).getByLabel(`The file ${filename}`)

/** The texts of the tray, each in one place. */
export const SAID = {
  noNetwork: /You're offline/,
  broke: /The connection broke/,
  saved: /^Saved/,
  cancelled: 'Cancelled. Nothing was saved.',
  paused: (percent: string) => new RegExp(`^Paused at ${percent}%`),
  /** In progress, with the sent amount. */
  under: (percent: string) => new RegExp(`^${percent}% · .* of `),
  needsFile: (percent: string) => new RegExp(`Select the file again to resume · ${percent}% has arrived`),
} as const

/** A file of these bytes in a folder of its own. Answers its path. */
export async function fileOf(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'opsyncpro-upload-')), name)
  await writeFile(path, bytes)
  return path
}

/** Resolves when the server has answered that the upload was cancelled. Call it before pressing Cancel. */
export const sessionIsGone = (page: Page) =>
  page.waitForResponse(
    (response) => response.request().method() === 'DELETE' && /\/api\/upload-session/.test(response.url()),
  )
