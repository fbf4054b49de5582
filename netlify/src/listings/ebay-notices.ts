import { createHash, verify } from 'node:crypto'
import { z } from 'zod'
import { parseCleanJson } from '#core/text.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { readEnv } from '../env.ts'
import { AppError } from '../errors.ts'
import { type EbayNotificationKey, openEbay } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'

/** eBay asks that a key is fetched once an hour at most. An id that eBay does not know is kept as null. */
const KEY_LIVES_MS = 3_600_000
const MOST_KEYS = 1000
const keys = new Map<string, { key: Promise<EbayNotificationKey | null>; until: number }>()
/** Anybody can name ids that do not exist; eBay has a handful of keys. */
const MOST_UNKNOWN_AN_HOUR = 60
let unknown = { count: 0, until: 0 }

/**
 * Proves to eBay that this address is ours: SHA-256 over its code, our verification token and the address as registered.
 * Throws `not_found` while no token is configured. Source: eBay, Marketplace account deletion.
 */
export async function answerChallenge(challengeCode: string): Promise<{ challengeResponse: string }> {
  const { EBAY_VERIFICATION_TOKEN, SITE_URL } = readEnv()
  if (!EBAY_VERIFICATION_TOKEN) throw new AppError('not_found')
  const hash = createHash('sha256')
  for (const part of [challengeCode, EBAY_VERIFICATION_TOKEN, `${SITE_URL}/api/webhooks/ebay`]) hash.update(part)
  return { challengeResponse: hash.digest('hex') }
}

const SignatureHeader = z.object({ kid: z.uuid(), signature: z.string().min(1).max(500) })

/**
 * Whether eBay signed these bytes: ECDSA with SHA-1, by the key its header names. Throws `provider_try_later` when the key
 * cannot be had just now: eBay then sends again.
 */
export async function isSignedByEbay(rawBody: Buffer, header: string | null): Promise<boolean> {
  const parsed = readHeader(header)
  if (!parsed || !readEnv().EBAY_VERIFICATION_TOKEN) return false
  const key = await findKey(parsed.kid)
  if (key?.algorithm !== 'ECDSA' || key.digest !== 'SHA1') return false
  const base64 = key.key.replace(/-----(?:BEGIN|END) PUBLIC KEY-----|\s/g, '')
  const pem = `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----`
  try {
    return verify('sha1', rawBody, pem, Buffer.from(parsed.signature, 'base64'))
  } catch {
    return false
  }
}

function readHeader(header: string | null): z.infer<typeof SignatureHeader> | null {
  try {
    return SignatureHeader.parse(JSON.parse(Buffer.from(header ?? '', 'base64').toString()))
  } catch {
    return null
  }
}

function findKey(kid: string): Promise<EbayNotificationKey | null> {
  const kept = keys.get(kid)
  if (kept && kept.until > Date.now()) return kept.key
  // Kept before it is there: two notices at once fetch it once.
  const key = fetchKey(kid)
  keys.delete(kid)
  keys.set(kid, { key, until: Date.now() + KEY_LIVES_MS })
  key.catch(() => keys.delete(kid))
  const oldest = keys.keys().next()
  if (keys.size > MOST_KEYS && !oldest.done) keys.delete(oldest.value)
  return key
}

/** Null when eBay does not know the id. */
async function fetchKey(kid: string): Promise<EbayNotificationKey | null> {
  if (unknown.until < Date.now()) unknown = { count: 0, until: Date.now() + KEY_LIVES_MS }
  if (unknown.count >= MOST_UNKNOWN_AN_HOUR) {
    throw new AppError('provider_try_later', 'Too many keys that eBay does not know were named. Send again in an hour.')
  }
  try {
    return (await openEbay()?.getNotificationKey(kid)) ?? null
  } catch (error) {
    if (error instanceof ProviderError && (error.outcome === 'gone' || error.outcome === 'rejected')) {
      unknown.count += 1
      return null
    }
    throw new AppError('provider_try_later', "eBay's key cannot be fetched at the moment.", {}, error)
  }
}

const Notice = z.object({
  metadata: z.object({ topic: z.string() }),
  notification: z.object({
    notificationId: z.string().min(1).max(200),
    data: z.object({ userId: z.string().min(1).optional() }),
  }),
})

// A message that is no notice would not become one by being sent again.
function readNotice(rawBody: string): z.infer<typeof Notice> | null {
  try {
    return Notice.parse(parseCleanJson(rawBody))
  } catch {
    return null
  }
}

/** Everything kept of a closed account goes, for good. A notice that comes again changes nothing. */
export async function receiveAccountDeletion(serviceDb: Db, rawBody: string): Promise<{ is_new: boolean }> {
  const notice = readNotice(rawBody)
  if (notice?.metadata.topic !== 'MARKETPLACE_ACCOUNT_DELETION' || !notice.notification.data.userId)
    return { is_new: false }
  const { notification } = notice
  const args = { p_event_id: notification.notificationId, p_ebay_user_id: notice.notification.data.userId }
  return { is_new: z.boolean().parse(unwrap(await serviceDb.rpc('delete_ebay_account', args))) }
}
