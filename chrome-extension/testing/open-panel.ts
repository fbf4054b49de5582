import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { findChromium } from '../../scripts/find-chromium.mjs'
import manifest from '../manifest.json' with { type: 'json' }

const EXTENSION = resolve(import.meta.dirname, '../dist')

export type ExtensionBrowser = {
  context: BrowserContext
  /** Where Chrome saves the extension's downloads. */
  downloadsFolder: string
  /** Closes the browser and removes its profile, unless the profile was given. */
  close(): Promise<void>
}

export type LaunchOptions = {
  colorScheme?: 'light' | 'dark'
  /** A profile to continue with, as after a restart of the browser. */
  profileFolder?: string
  chromiumPath?: string
  /** Folders of further extensions that the person has. */
  others?: readonly string[]
}

/**
 * Starts a headless Chromium with the built extension loaded.
 *
 * Found with Debian's Chromium 156: `--load-extension` is honoured when Playwright's own `--disable-extensions` is left
 * out; `--disable-features=DisableLoadExtensionCommandLineSwitch` keeps it so in builds branded Chrome, which otherwise
 * ignore the switch. Playwright redirects downloads into files named by a guid, and any folder that is set by
 * `Browser.setDownloadBehavior` overrules the path that an extension asks for. So the browser has its own behavior back,
 * and the folder is in its profile, where a person's settings are.
 */
export async function launchWithExtension(options: LaunchOptions = {}): Promise<ExtensionBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'opsyncpro-panel-'))
  const downloadsFolder = join(folder, 'downloads')
  const profile = options.profileFolder ?? join(folder, 'profile')
  await saveDownloadsIn(downloadsFolder, profile)
  const extensions = [EXTENSION, ...(options.others ?? [])].join(',')
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.chromiumPath ?? findChromium() ?? '/usr/bin/chromium',
    headless: true,
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: 400, height: 800 },
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-gpu',
      '--disable-features=DisableLoadExtensionCommandLineSwitch',
      `--disable-extensions-except=${extensions}`,
      `--load-extension=${extensions}`,
    ],
  })
  const [page] = context.pages()
  if (page) {
    const cdp = await context.newCDPSession(page)
    await cdp.send('Browser.setDownloadBehavior', { behavior: 'default' })
  }
  return {
    context,
    downloadsFolder,
    async close() {
      await context.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Writes the folder for downloads into the profile, before the browser reads it. */
async function saveDownloadsIn(downloadsFolder: string, profile: string): Promise<void> {
  const path = join(profile, 'Default', 'Preferences')
  const text = await readFile(path, 'utf8').catch(() => '{}')
  const download = { default_directory: downloadsFolder, prompt_for_download: false }
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, JSON.stringify({ ...JSON.parse(text), download }))
}

/** The id Chromium makes from the manifest's key: the same on every machine. */
export const EXTENSION_ID = createHash('sha256')
  .update(Buffer.from(manifest.key, 'base64'))
  .digest('hex')
  .slice(0, 32)
  .replaceAll(/[0-9a-f]/g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))

/** The URL of the panel's page. */
export const PANEL_ADDRESS = `chrome-extension://${EXTENSION_ID}/${manifest.side_panel.default_path}`

/**
 * Opens the panel's page as a tab, 400 px wide, set to this OpSyncPro server. Automation cannot control Chromium's side
 * panel itself; the page, its background and its permissions are the same. Without `browser` one is started, which the
 * caller closes (`browser.close()`).
 */
export async function openPanel(options: {
  origin: string
  browser?: ExtensionBrowser
}): Promise<{ panel: Page; browser: ExtensionBrowser }> {
  const browser = options.browser ?? (await launchWithExtension())
  const panel = await browser.context.newPage()
  await panel.goto(PANEL_ADDRESS)
  await panel.evaluate((origin) => chrome.storage.local.set({ settings: { origin } }), options.origin)
  return { panel, browser }
}

/** Signs in with the panel's own form and waits until the tasks, or the reason for none, are shown. */
export async function signInToPanel(panel: Page, login: { email: string; password: string }): Promise<void> {
  await panel.getByLabel('Email').fill(login.email)
  await panel.getByLabel('Password').fill(login.password)
  await panel.getByRole('button', { name: 'Sign in' }).click()
  await panel.getByRole('button', { name: 'Account' }).waitFor()
}
