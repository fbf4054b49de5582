import { z } from 'zod'
import { type EbayAccount, readRest } from './client.ts'

/** One thing of a seller's to choose: a policy, or a place things are sent from. */
export type SellerChoice = { id: string; name: string }
export type PolicyKind = 'fulfillment' | 'payment' | 'return'

const Policy = z.object({ name: z.string().nullish() })
const POLICIES = {
  fulfillment: z.object({
    fulfillmentPolicies: z.array(Policy.extend({ fulfillmentPolicyId: z.string() })).nullish(),
  }),
  payment: z.object({ paymentPolicies: z.array(Policy.extend({ paymentPolicyId: z.string() })).nullish() }),
  return: z.object({ returnPolicies: z.array(Policy.extend({ returnPolicyId: z.string() })).nullish() }),
}
const toChoice = (id: string, name: string | null | undefined): SellerChoice => ({ id, name: name || id })

/** The seller's business policies of a kind, for one marketplace. Throws `ProviderError`. */
export async function getPolicies(
  account: EbayAccount,
  kind: PolicyKind,
  marketplaceId: string,
): Promise<SellerChoice[]> {
  const call = { path: `/sell/account/v1/${kind}_policy`, query: { marketplace_id: marketplaceId } }
  if (kind === 'fulfillment') {
    const { fulfillmentPolicies } = await readRest(account, call, POLICIES.fulfillment)
    return (fulfillmentPolicies ?? []).map(({ fulfillmentPolicyId, name }) => toChoice(fulfillmentPolicyId, name))
  }
  if (kind === 'payment') {
    const { paymentPolicies } = await readRest(account, call, POLICIES.payment)
    return (paymentPolicies ?? []).map(({ paymentPolicyId, name }) => toChoice(paymentPolicyId, name))
  }
  const { returnPolicies } = await readRest(account, call, POLICIES.return)
  return (returnPolicies ?? []).map(({ returnPolicyId, name }) => toChoice(returnPolicyId, name))
}

const Locations = z.object({
  total: z.number().int().nullish(),
  locations: z
    .array(
      z.object({
        merchantLocationKey: z.string(),
        name: z.string().nullish(),
        merchantLocationStatus: z.string().nullish(),
        location: z
          .object({
            address: z.object({ city: z.string().nullish(), stateOrProvince: z.string().nullish() }).nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
})
const LOCATIONS_PAGE_SIZE = 100

/** The places things are sent from that are switched on. Throws `ProviderError`. */
export async function getEnabledLocations(account: EbayAccount): Promise<SellerChoice[]> {
  const query = { limit: String(LOCATIONS_PAGE_SIZE), offset: '0' }
  const { locations } = await readRest(account, { path: '/sell/inventory/v1/location', query }, Locations)
  return (locations ?? [])
    .filter(({ merchantLocationStatus }) => merchantLocationStatus === 'ENABLED')
    .map(({ merchantLocationKey, name, location }) => {
      const place = [location?.address?.city, location?.address?.stateOrProvince].filter(Boolean).join(', ')
      return toChoice(merchantLocationKey, name && place ? `${name} (${place})` : name || place)
    })
}
