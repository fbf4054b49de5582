import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { StartError } from './start-error.ts'

const Secrets = z.object({
  jwt_secret: z.string().min(32),
  publishable_key: z.string().startsWith('sb_publishable_'),
  secret_key: z.string().startsWith('sb_secret_'),
  /** base64 of 32 bytes. */
  encryption_key: z.string().min(44),
  webhook_secret: z.string().min(32),
})
export type Secrets = z.infer<typeof Secrets>

const token = (bytes: number): string => randomBytes(bytes).toString('base64url')

/** A fresh set, for tests and for a first start. */
export function createSecrets(): Secrets {
  return {
    jwt_secret: token(48),
    publishable_key: `sb_publishable_${token(24)}`,
    secret_key: `sb_secret_${token(24)}`,
    encryption_key: randomBytes(32).toString('base64'),
    webhook_secret: token(32),
  }
}

/** Reads `<dataDir>/secrets.json`, which the first start creates (mode 600). Losing the file signs everyone out. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json')
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) {
    const secrets = createSecrets()
    await writeFile(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
    await chmod(`${path}.new`, 0o600)
    await rename(`${path}.new`, path)
    return secrets
  }
  try {
    return Secrets.parse(JSON.parse(text))
  } catch (error) {
    throw new StartError(
      `${path} is damaged: put it back from a backup, or run \`npm start -- --reset-data\` to begin afresh.`,
      {
        cause: error,
      },
    )
  }
}

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
