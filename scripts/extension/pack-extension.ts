import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { build } from 'vite'
import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }
import { type Edition, storeManifest } from './store-manifest.ts'

const ROOT = join(import.meta.dirname, '../..')
/** The panel opens beside other work, on any connection. */
const MAX_PACKAGE_BYTES = 350_000
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

async function buildInto(outDir: string, origin: string): Promise<void> {
  const before = process.env.OPSYNCPRO_ORIGIN
  process.env.OPSYNCPRO_ORIGIN = origin
  try {
    const configFile = join(ROOT, 'chrome-extension/vite.config.ts')
    await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } })
  } finally {
    if (before === undefined) delete process.env.OPSYNCPRO_ORIGIN
    else process.env.OPSYNCPRO_ORIGIN = before
  }
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
