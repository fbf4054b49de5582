import { z } from 'zod'
import { MARKETPLACES } from '#core/marketplaces.ts'
import { defineJob } from '../../jobs/define-job.ts'
import { ProviderError } from '../../providers/errors.ts'
import { placeOf, stateOf } from './ask-source.ts'
import { openSources } from './open-product-sources.ts'
import { noteAnswer, noteFailure } from './source-notes.ts'
import { listSourceStates } from './sources.repo.ts'

/**
 * Tries every source that was paused or refused and whose retry is due, so that access comes back although nobody asks.
 * May run twice: it only reads, and a source that answered or refused is not due again.
 */
export const retrySources = defineJob({
  kind: 'sources.retry',
  payload: z.object({}),
  async run({ db, signal }) {
    for (const source of openSources()) {
      const served = MARKETPLACES.map(({ code }) => code).filter(source.serves)
      const places = source.isPerMarketplace ? served : served.slice(0, 1)
      const states = await listSourceStates(db, places.map(source.fingerprint))
      for (const marketplace of places) {
        const state = stateOf(states, source, marketplace)
        if (!state?.retry_at || Date.parse(state.retry_at) > Date.now()) continue
        const place = placeOf(source, marketplace)
        try {
          await source.probe(marketplace, state.probe_asin, signal)
          await noteAnswer(db, place, { tokens: null, waitSeconds: 0 })
        } catch (error) {
          if (!(error instanceof ProviderError)) throw error
          const told = { isPause: source.isPause(error), probeAsin: state.probe_asin }
          await noteFailure(db, place, error, told)
        }
      }
    }
  },
})
