import { readEnv } from '../env.ts'
import { type Keyring, parseKeyring } from './keyring.ts'
import { type Identity, seal, unseal } from './seal.ts'

/** Seals under the newest of `ENCRYPTION_KEYS`. Throws `SealError` when there is none. */
export const sealSecret = (identity: Identity, secret: string): string => seal(readKeyring(), identity, secret)

/** Throws `SealError` for text that was not sealed for this identity by a key we have. */
export const unsealSecret = (identity: Identity, sealed: string): string => unseal(readKeyring(), identity, sealed)

const readKeyring = (): Keyring => parseKeyring(readEnv().ENCRYPTION_KEYS)
