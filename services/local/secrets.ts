import { randomBytes } from 'node:crypto'
import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
