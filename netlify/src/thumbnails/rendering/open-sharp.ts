import { join } from 'node:path'
import type SharpModule from 'sharp'
import { FONT_VERSIONS, findRoot } from './fonts.ts'
import { probeFonts } from './probe-fonts.ts'

export type Sharp = typeof SharpModule

/** Changes with every change of the renderer that changes a picture; a part of the key of every file. */
const REVISION = 4

/**
 * sharp without text: what reads an image needs no fonts. fontconfig reads FONTCONFIG_FILE once, when libvips starts, so
 * it is set before the first import wherever the fonts are.
 */
export async function openImages(): Promise<Sharp> {
  const root = findRoot()
  if (root !== null) process.env.FONTCONFIG_FILE ??= join(root, 'netlify/fonts/fonts.conf')
  const { default: sharp } = await import('sharp')
  // Every picture is used once: libvips' cache would only hold memory.
  sharp.cache(false)
  return sharp
}

let probed: Promise<Sharp> | undefined

/**
 * sharp with our fonts alone. The first call of a process draws a sample of every script and throws when a font is
 * missing: sharp itself would draw boxes and report success.
 */
export function openSharp(): Promise<Sharp> {
  probed ??= openImages()
    .then(async (sharp) => {
      await probeFonts(sharp)
      return sharp
    })
    .catch((error: unknown) => {
      probed = undefined
      throw error
    })
  return probed
}

/** What the bytes of a picture depend on besides its inputs. */
export async function rendererVersion(): Promise<string> {
  const sharp = await openImages()
  return `r${REVISION}; sharp ${sharp.versions.sharp}, vips ${sharp.versions.vips}; ${FONT_VERSIONS}`
}
