import type { SignedSelectors } from '#core/creator-hub/schema.ts'
import selectors from '#core/creator-hub/selectors.json' with { type: 'json' }
import { signedBytes } from '#core/creator-hub/signature.ts'
import { readEnv } from '../env.ts'
import { AppError } from '../errors.ts'

let cached: { key: string; answer: SignedSelectors } | undefined

/** The selectors of this server's version, signed. Throws `creator_hub_not_configured` without a signing key. */
export async function getSelectors(): Promise<SignedSelectors> {
  const { CREATOR_HUB_SIGNING_KEY: key } = readEnv()
  if (!key) throw new AppError('creator_hub_not_configured')
  if (cached?.key !== key) cached = { key, answer: await signSelectors(JSON.stringify(selectors), key) }
  return cached.answer
}

/** Signs a text of selector data with an Ed25519 private key: PKCS #8, DER, in base64. */
export async function signSelectors(text: string, key: string): Promise<SignedSelectors> {
  const privateKey = await crypto.subtle.importKey('pkcs8', Buffer.from(key, 'base64'), { name: 'Ed25519' }, false, [
    'sign',
  ])
  const signature = await crypto.subtle.sign('Ed25519', privateKey, signedBytes(text))
  return { selectors: text, signature: Buffer.from(signature).toString('base64') }
}
