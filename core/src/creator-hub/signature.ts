import { readSelectorData } from './read-selectors.ts'
import type { SelectorData, SignedSelectors } from './schema.ts'

// The prefix keeps a signature of this key from meaning anything else.
const PREFIX = 'opsyncpro.creator-hub-selectors\n'

/** The bytes that are signed for a text of selector data. */
export const signedBytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(PREFIX + text)

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))

/**
 * The selector data, when the key's owner signed this very text. Null for another signature, a key that is none, and
 * for a signed text that is not selector data.
 *
 * @param publicKey the 32 bytes of an Ed25519 public key in base64
 */
export async function verifySelectors(signed: SignedSelectors, publicKey: string): Promise<SelectorData | null> {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64(publicKey), { name: 'Ed25519' }, false, ['verify'])
    const signature = fromBase64(signed.signature)
    if (!(await crypto.subtle.verify('Ed25519', key, signature, signedBytes(signed.selectors)))) return null
    return readSelectorData(signed.selectors)
  } catch {
    return null
  }
}
