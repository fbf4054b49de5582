import { join } from 'node:path'
import type SharpModule from 'sharp'
import { FONT_VERSIONS, findRoot } from './fonts.ts'
import { probeFonts } from './probe-fonts.ts'

export type Sharp = typeof SharpModule

/** Changes with every change of the renderer that changes a picture; a part of the key of every file. */
const REVISION = 1

let loaded: Promise<Sharp> | undefined

/**
 * sharp, with our fonts alone. fontconfig reads FONTCONFIG_FILE once, when libvips starts, so it is set before the first
 * import. The first call of a process draws a sample of every script and throws when a font is missing: sharp itself
 * would draw boxes and report success.
 */
export function openSharp(): Promise<Sharp> {
  loaded ??= loadSharp().catch((error: unknown) => {
    loaded = undefined
    throw error
  })
  return loaded
}

async function loadSharp(): Promise<Sharp> {
  process.env.FONTCONFIG_FILE ??= join(findRoot(), 'netlify/fonts/fonts.conf')
  const { default: sharp } = await import('sharp')
  // Every picture is used once: libvips' cache would only hold memory.
  sharp.cache(false)
  await probeFonts(sharp)
  return sharp
}

/** What the bytes of a picture depend on besides its inputs. */
export async function rendererVersion(): Promise<string> {
  const { default: sharp } = await import('sharp')
  return `r${REVISION}; sharp ${sharp.versions.sharp}, vips ${sharp.versions.vips}; ${FONT_VERSIONS}`
}
