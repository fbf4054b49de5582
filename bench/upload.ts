import { spawn } from 'node:child_process'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Browser, chromium, type Page } from '@playwright/test'
import { createApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import { ONEDRIVE_CHUNK_BYTES } from '../core/src/videos/onedrive-limits.ts'
import { findChromium } from '../scripts/find-chromium.mjs'
import { type Entry, entry, median } from './measure.ts'
import { PASSWORD, signUp, withHost } from './workspaces.ts'

const MIB = 1024 * 1024
const FILE_BYTES = 1024 * MIB
// The emulated drive holds 5 GiB.
const ROUNDS = 2
const GROWTH_LIMIT_MIB = 100

/**
 * 1 GiB through the real page to the Microsoft emulator, against `curl` sending the same fragments to its own session;
 * and how much memory the page's process needs for it.
 */
export async function benchUpload(): Promise<Entry[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'opsyncpro-bench-'))
  const folder = await mkdtemp(join(tmpdir(), 'opsyncpro-upload-'))
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--enable-precise-memory-info'],
  })
  try {
    return await withHost(dataDir, async (host) => {
      const person = await signUp(host, 'sender')
      const api = createApiClient({ baseUrl: host.url, getToken: async () => person.token })
      const page = await openVideos(browser, host.url)
      const ours: number[] = []
      const rival: number[] = []
      const growth: number[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const asins = [`B00000000${round}`, `B00000001${round}`] as const
        const [mine, theirs] = await Promise.all(
          asins.map((asin) => api(productsContract.create, { body: { asin, title: asin } })),
        )
        if (!mine || !theirs) throw new Error('Two products were asked for.')
        const file = await largeFile(join(folder, `${mine.asin}.mp4`))
        const before = await memoryBytes(page)
        const { ms, peak } = await uploadByPage(page, host.url, file)
        growth.push((peak - before) / MIB)
        ours.push(ms)
        const body = {
          product_id: theirs.id,
          filename: 'curl.mp4',
          file_size: FILE_BYTES,
          mime_type: 'video/mp4' as const,
        }
        const { upload_url } = await api(videosContract.createOneDriveUploadSession, { body })
        rival.push(await uploadByCurl(upload_url, file, folder))
        await rm(file)
      }
      return [
        entry({
          name: '1 GiB through the page to OneDrive',
          rival: 'curl sending the same fragments',
          limit: 1.25,
          ours_ms: median(ours),
          rival_ms: median(rival),
        }),
        entry({
          name: 'memory the page takes on meanwhile (MiB, shown as ms)',
          rival: `${GROWTH_LIMIT_MIB} MiB`,
          limit: 1,
          ours_ms: Math.max(...growth),
          rival_ms: GROWTH_LIMIT_MIB,
        }),
      ]
    })
  } finally {
    await browser.close()
    await rm(dataDir, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
}

/** The head of a real video followed by holes: the benchmark measures the transfer, not the disk. */
async function largeFile(path: string): Promise<string> {
  const head = await readFile(join(import.meta.dirname, '../e2e/support/clip.mp4'))
  const handle = await open(path, 'w')
  await handle.write(head)
  await handle.truncate(FILE_BYTES)
  await handle.close()
  return path
}

async function openVideos(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email').fill('sender@example.test')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Home' }).waitFor()
  await page.goto(`${url}/connections`)
  const card = page.getByRole('region', { name: 'OneDrive' })
  await card.getByRole('button', { name: 'Connect OneDrive' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await card.getByText('OneDrive is connected.').waitFor()
  return page
}

/** From pressing Upload to the last byte's answer, in milliseconds, and the highest memory use in between (bytes). */
async function uploadByPage(page: Page, url: string, file: string): Promise<{ ms: number; peak: number }> {
  await page.goto(`${url}/videos`)
  await page.getByRole('button', { name: 'Upload videos' }).click()
  await page.getByLabel('Video files').setInputFiles(file)
  const start = page.getByRole('button', { name: 'Upload 1 video' })
  await start.waitFor()
  let peak = await memoryBytes(page)
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await memoryBytes(page))
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  })()
  const startedAt = performance.now()
  await start.click()
  await page
    .getByText(/^Saved\./)
    .first()
    .waitFor({ timeout: 300_000 })
  const ms = performance.now() - startedAt
  isOver = true
  await watching
  await page
    .getByRole('button', { name: /^Dismiss/ })
    .first()
    .click()
  return { ms, peak }
}

/** Resident memory of the process that draws the page, without the browser's own (bytes). */
async function memoryBytes(page: Page): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  if (!session) return 0
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = await Promise.all(
    processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentBytes(id)),
  )
  return Math.max(0, ...sizes)
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

/**
 * The same fragments of the same file by one curl on one connection, each read from the disk when it is sent;
 * milliseconds.
 */
async function uploadByCurl(uploadUrl: string, file: string, folder: string): Promise<number> {
  const fragments = await cutUp(file, folder)
  const args: string[] = []
  for (let start = 0; start < FILE_BYTES; start += ONEDRIVE_CHUNK_BYTES) {
    const end = Math.min(start + ONEDRIVE_CHUNK_BYTES, FILE_BYTES)
    if (args.length > 0) args.push('--next')
    args.push(
      '-sS',
      '-f',
      '-o',
      '/dev/null',
      '-T',
      fragments[start / ONEDRIVE_CHUNK_BYTES] ?? '',
      '-H',
      'expect:',
      '-H',
      `content-range: bytes ${start}-${end - 1}/${FILE_BYTES}`,
      uploadUrl,
    )
  }
  const startedAt = performance.now()
  const child = spawn('curl', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  const ms = performance.now() - startedAt
  await Promise.all(fragments.map((fragment) => rm(fragment)))
  if (code !== 0) throw new Error(`curl ended with ${String(code)} for ${file}`)
  return ms
}

/** curl sends whole files only, so each fragment becomes a file; answers their paths. Not part of the measurement. */
async function cutUp(file: string, folder: string): Promise<string[]> {
  const source = await open(file)
  const paths: string[] = []
  const buffer = Buffer.alloc(ONEDRIVE_CHUNK_BYTES)
  for (let start = 0; start < FILE_BYTES; start += ONEDRIVE_CHUNK_BYTES) {
    const { bytesRead } = await source.read(buffer, 0, ONEDRIVE_CHUNK_BYTES, start)
    const path = join(folder, `fragment-${paths.length}`)
    await writeFile(path, buffer.subarray(0, bytesRead))
    paths.push(path)
  }
  await source.close()
  return paths
}
