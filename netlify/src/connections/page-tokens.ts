import { createHash } from 'node:crypto'

/** Meta's page tokens have no date of their own; a new sign-in makes others. */
const KEEP_MS = 10 * 60_000
const MOST = 1000

const kept = new Map<string, { token: Promise<string>; until: number }>()

/** Page tokens in this process's memory, so that a hundred posts of one page ask for its token once. */
export const pageTokens = {
  get(accessToken: string, pageId: string, ask: () => Promise<string>): Promise<string> {
    const key = `${createHash('sha256').update(accessToken).digest('base64')} ${pageId}`
    const known = kept.get(key)
    if (known && known.until > Date.now()) return known.token
    const token = ask()
    if (kept.size >= MOST) kept.clear()
    kept.set(key, { token, until: Date.now() + KEEP_MS })
    token.catch(() => kept.get(key)?.token === token && kept.delete(key))
    return token
  },
}
