import { z } from 'zod'
import type { Db } from '../../db/user-client.ts'
import { defineJob, JobError } from '../../jobs/define-job.ts'
import { log } from '../../log.ts'
import type { ElevenLabs } from '../../providers/elevenlabs/index.ts'
import { ProviderError } from '../../providers/errors.ts'
import { ORDER_PREFIX, openDubbingVendor, openInstallationVendor } from './dubbing-vendor.ts'
import { forgetOrphanDub, listOrphanDubs, neededDubs, type OrphanDub } from './dubs.repo.ts'

const BATCH = 100
/** An order with an unknown result may still appear for this long. */
const SETTLING_MS = 15 * 60_000
/** A dub of ours this old at the vendor belongs to no variant. */
const KEPT_MS = 3 * 24 * 60 * 60_000

/**
 * Deletes what is no longer needed at the vendor: files that we have stored, dubs of deleted videos, failed dubs, and
 * any dub of ours without a variant after three days. May run twice: deleting a missing dub is no error, and the row of
 * an order is deleted only after the dub. Dubs without our prefix are never touched.
 */
export const sweepDubs = defineJob({
  kind: 'dubs.sweep',
  payload: z.object({}),
  async run({ db, progress, signal }) {
    try {
      const orphans = await listOrphanDubs(db, BATCH)
      for (const [index, orphan] of orphans.entries()) {
        const vendor = await openDubbingVendor(orphan.workspace_id)
        if (vendor && (await takeAway(vendor, orphan, signal))) await forgetOrphanDub(db, orphan.vendor_name)
        await progress(index + 1, orphans.length)
      }
      const vendor = openInstallationVendor()
      if (vendor) await takeOldAway(db, vendor, signal)
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      // Without a working key there is nothing to do; the next hour tries again.
      if (error.outcome === 'reconnect') return log.warn('dubs.not_swept', { code: error.code })
      const wait = error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }
      throw new JobError('elevenlabs_try_later', error.message, { ...wait, cause: error })
    }
  },
})

/** False while the order may still appear. */
async function takeAway(vendor: ElevenLabs, orphan: OrphanDub, signal: AbortSignal): Promise<boolean> {
  const id = orphan.vendor_id ?? (await vendor.find(orphan.vendor_name, signal))?.id
  if (id === undefined) return Date.now() - Date.parse(orphan.created_at) > SETTLING_MS
  await vendor.remove(id, signal)
  return true
}

async function takeOldAway(db: Db, vendor: ElevenLabs, signal: AbortSignal): Promise<void> {
  const old: { id: string; name: string }[] = []
  for await (const { id, name, createdAt } of vendor.list(signal)) {
    const isOld = createdAt !== null && Date.now() - createdAt.getTime() > KEPT_MS
    if (isOld && name.startsWith(ORDER_PREFIX)) old.push({ id, name })
  }
  const needed = await neededDubs(
    db,
    old.map(({ name }) => name),
  )
  for (const { id, name } of old) if (!needed.has(name)) await vendor.remove(id, signal)
}
