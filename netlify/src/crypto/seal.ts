import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Keyring } from './keyring.ts'
import { SealError } from './seal-error.ts'

const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * The identity of the secret's owner, such as `user_api_keys/<id>/keepa`. Sealing authenticates it, so a sealed secret
 * copied into another row does not open.
 */
export type Identity = string

/** Encrypts a secret for storage with AES-256-GCM under the newest key. Sealing one text twice gives two results. */
export function seal({ newest, keys }: Keyring, identity: Identity, secret: string): string {
  const key = keys.get(newest)
  if (!key) throw new SealError('key_missing', `There is no encryption key ${newest}.`)
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(identity))
  const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v${newest}.${sealed.toString('base64url')}`
}

/**
 * Opens a sealed secret. Throws `sealed_malformed` for text that is not sealed, `key_missing` when its key was removed,
 * `sealed_tampered` when a bit of the text, the key or the identity differs.
 */
export function unseal({ keys }: Keyring, identity: Identity, sealed: string): string {
  const version = sealVersion(sealed)
  const bytes = Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url')
  if (bytes.length < IV_BYTES + TAG_BYTES) throw malformed()
  const key = keys.get(version)
  if (!key) throw new SealError('key_missing', `There is no encryption key ${version}.`)
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(identity)).setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    throw new SealError('sealed_tampered', 'A stored secret does not open. It was changed, or belongs elsewhere.')
  }
}

/** True when an older key sealed the secret: sealing it again lets the old key be removed. */
export const needsReseal = ({ newest }: Keyring, sealed: string): boolean => sealVersion(sealed) < newest

function sealVersion(sealed: string): number {
  const version = /^v(\d{1,6})\.[A-Za-z0-9_-]+$/.exec(sealed)?.[1]
  if (version === undefined) throw malformed()
  return Number(version)
}

const malformed = () => new SealError('sealed_malformed', 'This is not a sealed secret.')
