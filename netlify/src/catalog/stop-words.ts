import { SOURCE_NAMES } from '#core/catalog/words.ts'
import type { Stop } from './sources/open-product-sources.ts'

/** Why work with a source waits or ends, as people read it, with a stable code. */
export function stopWords({ reason, source, waitSeconds, error }: Stop): { code: string; message: string } {
  const name = source ? SOURCE_NAMES[source] : 'the source'
  const goesOn = waitSeconds === null ? '' : ' It continues automatically.'
  switch (reason) {
    case 'share':
      return { code: 'quota_exceeded', message: error?.message ?? 'Your workspace has used its share for today.' }
    case 'tokens':
      return { code: 'source_tokens', message: `${name} has no tokens left for now.${goesOn}` }
    case 'paused':
      return { code: 'source_paused', message: `${name} has paused the access for now.${goesOn}` }
    case 'refused':
      return {
        code: 'source_refused',
        message: `${name} refused the request. Ask your administrator to check the key, then try again.`,
      }
    case 'not_configured':
      return {
        code: 'provider_not_configured',
        message: 'No source of product data is set up for this marketplace. Ask your administrator.',
      }
    case 'later':
      return { code: 'source_later', message: `${name} cannot answer at the moment.${goesOn}` }
  }
}
