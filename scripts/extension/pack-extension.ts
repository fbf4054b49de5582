import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }
import { type Edition, storeManifest } from './store-manifest.ts'

const ROOT = join(import.meta.dirname, '../..')
/** The panel opens beside other work, on any connection. */
const MAX_PACKAGE_BYTES = 350_000
const BUILD_MS = 110_000
// The same files make the same package.
const MTIME = '2026-01-01T00:00:00'

type Packing = { edition: Edition; origin: string; folder?: string }

/**
 * Builds one edition and zips it for the store. Throws a sentence when the address is not one that the store's package
 * can use, when the manifest holds what the store refuses, or when the package is too large.
 */
export async function packExtension({ edition, origin, folder }: Packing): Promise<{ path: string; bytes: number }> {
  if (!URL.canParse(origin) || new URL(origin).protocol !== 'https:') {
    throw new Error(`The ${edition} package needs the https address of its dashboard, not ${origin}.`)
  }
  const out = await mkdtemp(join(tmpdir(), 'opsyncpro-package-'))
  try {
    await buildInto(out, origin)
    const manifest = storeManifest(await readFile(join(out, 'manifest.json'), 'utf8'), edition)
    await writeFile(join(out, 'manifest.json'), JSON.stringify(manifest))
    if (edition === 'uat') await markIcons(out, manifest)
    const bytes = zipSync(await readFolder(out), { level: 9, mtime: MTIME })
    if (bytes.length > MAX_PACKAGE_BYTES) {
      throw new Error(`The ${edition} package has ${bytes.length} bytes, more than ${MAX_PACKAGE_BYTES}.`)
    }
    const packages = folder ?? join(ROOT, 'chrome-extension/packages')
    await mkdir(packages, { recursive: true })
    const suffix = edition === 'production' ? '' : `-${edition}`
    const path = join(packages, `opsyncpro${suffix}-${packageJson.version}.zip`)
    await writeFile(path, bytes)
    return { path: relative(process.cwd(), path), bytes: bytes.length }
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

// In a process of its own, because Vite takes NODE_ENV from the process: a test's would pack React's development build.
async function buildInto(outDir: string, origin: string): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const config = join(ROOT, 'chrome-extension/vite.config.ts')
  const args = [vite, 'build', '--config', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error']
  const env = { ...process.env, NODE_ENV: 'production', OPSYNCPRO_ORIGIN: origin }
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, timeout: BUILD_MS })
}

const Icons = z.object({ icons: z.record(z.string(), z.string()) })

/** A band across the icon, so that people who have both see which is which. */
async function markIcons(folder: string, manifest: unknown): Promise<void> {
  for (const [size, path] of Object.entries(Icons.parse(manifest).icons)) {
    const edge = Number(size)
    const height = Math.max(4, Math.round(edge * 0.28))
    const band = `<svg xmlns="http://www.w3.org/2000/svg" width="${edge}" height="${height}"><rect width="100%" height="100%" fill="#1d4ed8"/></svg>`
    const file = join(folder, path)
    const marked = await sharp(await readFile(file))
      .composite([{ input: Buffer.from(band), gravity: 'south' }])
      .png()
      .toBuffer()
    await writeFile(file, marked)
  }
}

async function readFolder(folder: string): Promise<Record<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  // Vite's own list of files is not part of the extension.
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('.vite'))
  const read = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name)
    return [relative(folder, path), new Uint8Array(await readFile(path))] as const
  })
  return Object.fromEntries((await Promise.all(read)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
