import { ProviderError } from './errors.ts'
import type { ProviderRequest } from './http.ts'

/**
 * The request parts of a URL that a vendor gave, for example where to upload a file. Only an encrypted URL is used, or
 * one on the machine that the vendor's API itself is on, which is an emulator. Throws `rejected` with `foreign_link`.
 */
export function vendorLink(
  provider: string,
  url: string,
  apiUrl: string,
): Pick<ProviderRequest, 'baseUrl' | 'path' | 'allowedOrigins'> {
  const address = URL.parse(url)
  const api = URL.parse(apiUrl)
  const isEmulated = api?.protocol === 'http:' && address?.protocol === 'http:' && address.hostname === api.hostname
  if (!address || (address.protocol !== 'https:' && !isEmulated)) {
    throw new ProviderError({ provider, outcome: 'rejected', code: 'foreign_link' })
  }
  const { origin, pathname, search } = address
  return { baseUrl: origin, path: pathname + search, allowedOrigins: isEmulated ? [origin] : [] }
}
