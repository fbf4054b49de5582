import { z } from 'zod'

export type Edition = 'production' | 'uat'

const NAMES: Record<Edition, string> = { production: 'OpSyncPro', uat: 'OpSyncPro UAT' }

const Manifest = z.looseObject({
  name: z.string(),
  action: z.looseObject({ default_title: z.string() }),
  content_security_policy: z.looseObject({ extension_pages: z.string() }),
})

/**
 * The manifest of a built extension as the store takes it: without the key, which fixes the id of unpacked builds only,
 * with the name of its edition, and without the addresses of local servers. Throws when a local address is left.
 */
export function storeManifest(text: string, edition: Edition): unknown {
  const { key: _key, ...built } = Manifest.parse(JSON.parse(text))
  const policy = built.content_security_policy.extension_pages.replaceAll(/ http:\/\/(127\.0\.0\.1|localhost):\*/g, '')
  const manifest = {
    ...built,
    name: NAMES[edition],
    action: { ...built.action, default_title: `Open ${NAMES[edition]}` },
    content_security_policy: { ...built.content_security_policy, extension_pages: policy },
  }
  const local = /http:\/\/[^"' ]*/.exec(JSON.stringify(manifest))?.[0]
  if (local) throw new Error(`A package for the store may not name ${local}.`)
  return manifest
}
