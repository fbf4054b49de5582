import { SealError } from './seal-error.ts'

/** Keys by version. The highest version encrypts; older versions only open what they sealed. */
export type Keyring = { newest: number; keys: ReadonlyMap<number, Buffer> }

const KEY_BYTES = 32

/**
 * Reads `ENCRYPTION_KEYS`: `version:base64 of 32 random bytes`, separated by commas. Throws `key_missing` for an empty
 * value and `key_malformed` for a malformed key; no message contains a key.
 */
export function parseKeyring(text: string | undefined): Keyring {
  const keys = new Map<number, Buffer>()
  for (const entry of (text ?? '').split(',').map((part) => part.trim())) {
    if (entry === '') continue
    const [, version, encoded] = /^(\d{1,6}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? []
    const key = Buffer.from(encoded ?? '', 'base64')
    if (version === undefined || key.length !== KEY_BYTES) {
      throw new SealError('key_malformed', 'ENCRYPTION_KEYS holds something that is not version:base64 of 32 bytes.')
    }
    if (keys.has(Number(version)))
      throw new SealError('key_malformed', `ENCRYPTION_KEYS names version ${version} twice.`)
    keys.set(Number(version), key)
  }
  if (keys.size === 0) throw new SealError('key_missing', 'ENCRYPTION_KEYS is not set.')
  return { newest: Math.max(...keys.keys()), keys }
}
