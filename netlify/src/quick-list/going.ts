import type { QuickListStep } from '#core/quick-list/schema.ts'
import type { EbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import type { InventoryOffer } from '../providers/ebay/index.ts'
import { type Attempt, turnBack } from './attempts.repo.ts'

/** An attempt that a worker has taken. */
export type Going = {
  serviceDb: Db
  attempt: Attempt
  session: EbaySession
  /** Renews the lease. Throws when another worker has the job. */
  beat: () => Promise<void>
}

/** Whether buyers can see an offer, or could see it again without a person publishing it. */
export const isLive = ({ is_published, status }: InventoryOffer): boolean => is_published && status !== 'ended'

/** The step failed for good. Answers false: the caller must stop. */
export async function refuse(
  { serviceDb, attempt }: Going,
  step: QuickListStep,
  code: string | null,
  message: string,
): Promise<false> {
  await turnBack(serviceDb, attempt, {
    step,
    code: code === null ? 'refused' : code.replace(/^(?=\d)/, 'ebay_'),
    message,
  })
  return false
}
