import { z } from 'zod'
import { notingKeepa } from '../catalog/sources/source-notes.ts'
import { settling, takeUnits } from '../connections/quotas.ts'
import type { Db } from '../db/user-client.ts'
import { defineJob, JobError, JobPause } from '../jobs/define-job.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import { KEEPA_MAX_ASINS, openKeepa, type ProductFacts } from '../providers/keepa/index.ts'
import {
  claimFillIns,
  type FillInResult,
  homeKeepaDomains,
  postponeFillIns,
  recordFillIns,
  type WaitingProduct,
} from './fill-ins.repo.ts'

/**
 * Looks up the empty fields of a new product, together with up to 99 others of its workspace, so that an import of
 * thousands is a few calls. May run twice: Keepa is only read, and the one statement that writes changes only products
 * that still wait and fields that are still empty. Each home marketplace is asked in turn, and each next one only for
 * the ASINs that the earlier ones do not know. Without a Keepa key the products stop waiting. When the workspace has
 * used its share of the tokens, they wait until it begins anew.
 */
export const fillInProduct = defineJob({
  kind: 'products.fill-in',
  payload: z.object({ product_id: z.uuid() }),
  async run({ payload, workspaceId, db, progress, signal }) {
    const waiting = await claimFillIns(db, payload.product_id, KEEPA_MAX_ASINS)
    const keepa = openKeepa()
    if (waiting.length === 0 || workspaceId === null) return
    if (!keepa) return recordFillIns(db, resultsOf(waiting, { state: null }))

    let missing = waiting
    let waitSeconds = 0
    try {
      for (const domain of await homeKeepaDomains(db, workspaceId)) {
        const share = await takeTokens(db, workspaceId, missing, domain)
        missing = share.allowed
        if (share.refused?.isNever) {
          await recordFillIns(db, resultsOf(share.others, { state: 'failed', error: share.refused.code }))
        } else waitSeconds = Math.max(waitSeconds, share.refused?.waitSeconds ?? 0)
        if (missing.length === 0) break
        const { products, tokens } = await share.spend(() =>
          notingKeepa(db, keepa, () => keepa.getProducts(domain, asinsOf(missing), signal)),
        )
        // Written after each marketplace, so that paid answers are kept when the next request fails.
        await recordFillIns(db, foundResults(missing, products))
        missing = missing.filter(({ asin }) => !products.has(asin))
        await progress(waiting.length - missing.length, waiting.length)
        if (tokens.waitSeconds > 0) await postponeFillIns(db, tokens.waitSeconds)
      }
      await recordFillIns(db, resultsOf(missing, { state: 'not_found' }))
      if (waitSeconds > 0) {
        await postponeFillIns(db, waitSeconds, workspaceId)
        throw new JobPause(waitSeconds)
      }
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      if (error.outcome === 'try_later') {
        if (error.retryAfterSeconds !== undefined) await postponeFillIns(db, error.retryAfterSeconds)
        throw waitingError(error)
      }
      log.warn('fill_in.refused', { provider: error.provider, outcome: error.outcome, code: error.code })
      await recordFillIns(db, resultsOf(missing, { state: 'failed', error: error.outcome }))
    }
  },
})

/** Takes a token for each product, as long as the workspace's share lasts; `refused`: why the others get none now. */
async function takeTokens(db: Db, workspaceId: string, products: WaitingProduct[], domain: number) {
  const work = { workspaceId, vendor: 'keepa', source: 'keepa', feature: 'fill_in' } as const
  const keyOf = ({ id }: WaitingProduct) => `fill-in:${id}:${domain}`
  const { granted, refused } = await takeUnits(db, work, { keys: products.map(keyOf), units: 1 })
  return {
    allowed: products.filter((product) => granted.has(keyOf(product))),
    others: products.filter((product) => !granted.has(keyOf(product))),
    refused,
    spend: <T extends { spent: number | null }>(call: () => Promise<T>) =>
      settling(db, work, { keys: [...granted], units: 1 }, call),
  }
}

const asinsOf = (products: WaitingProduct[]) => products.map(({ asin }) => asin)

const foundResults = (waiting: WaitingProduct[], found: Map<string, ProductFacts>): FillInResult[] =>
  waiting.flatMap(({ id, asin }) => {
    const facts = found.get(asin)
    return facts ? [{ id, state: 'done' as const, ...facts }] : []
  })

const resultsOf = (waiting: WaitingProduct[], result: Omit<FillInResult, 'id'>): FillInResult[] =>
  waiting.map(({ id }) => ({ id, ...result }))

const waitingError = (error: ProviderError) =>
  new JobError('try_later', error.message, {
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    cause: error,
  })
