import { generateKeyPairSync } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const SelectorKey = z.object({ private_key: z.base64(), public_key: z.base64() })
export type SelectorKey = z.infer<typeof SelectorKey>

/**
 * The key with which hosts on this machine sign the selectors of Creator Hub, and the half that the extension is built
 * with. All hosts of a working copy share it, because they share the built extension; the first of them makes it.
 */
export function loadSelectorKey(root: string): SelectorKey {
  const path = join(root, 'node_modules/.cache/opsyncpro/selector-key.json')
  if (!existsSync(path)) createKey(path)
  return SelectorKey.parse(JSON.parse(readFileSync(path, 'utf8')))
}

function createKey(path: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key: SelectorKey = {
    private_key: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    public_key: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64'),
  }
  mkdirSync(dirname(path), { recursive: true })
  const own = `${path}.${process.pid}`
  writeFileSync(own, JSON.stringify(key), { mode: 0o600 })
  try {
    // Fails when another host was faster; its key holds.
    linkSync(own, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    rmSync(own, { force: true })
  }
}
