/**
 * What a refusal of eBay means: whom it concerns and for how long. `call`: the request as it was put together. `account`:
 * everything of this seller. `listing`: this item alone. `moment`: eBay did nothing and takes it soon. `day`: it is over
 * within a day. `good`: not as it is, so a person has to look.
 */
export type Refusal = {
  scope: 'call' | 'account' | 'listing'
  duration: 'moment' | 'day' | 'good'
  /** The listing is not on sale any more; when it comes back, nothing has to be resumed. */
  isEnded?: true
  /** The other interface manages this listing, or its offer is another one now. */
  isMisrouted?: true
  /** eBay failed while it worked: what it did, only a reading tells. */
  mayBeDone?: true
}

const moment = (scope: Refusal['scope']): Refusal => ({ scope, duration: 'moment' })
const day = (scope: Refusal['scope']): Refusal => ({ scope, duration: 'day' })
const good = (scope: Refusal['scope']): Refusal => ({ scope, duration: 'good' })
const ended: Refusal = { scope: 'listing', duration: 'day', isEnded: true }
const misrouted: Refusal = { scope: 'listing', duration: 'moment', isMisrouted: true }

/**
 * The codes of both interfaces whose meaning eBay states (Trading error codes, Inventory API error tables). A code that is
 * not here says nothing about duration: it is tried again the next day, and no person is asked for.
 */
const KNOWN: Readonly<Record<string, Refusal>> = {
  // Trading
  '17': ended,
  '291': ended,
  '1047': ended,
  '21916750': ended,
  '73': good('listing'),
  '12': good('listing'),
  '21916664': good('listing'),
  '21916608': good('listing'),
  '21916270': good('listing'),
  '10007': { ...moment('call'), mayBeDone: true },
  '518': moment('account'),
  '21919144': moment('account'),
  '21919165': day('listing'),
  '21919188': day('account'),
  '21919189': day('account'),
  '21919474': misrouted,
  // A bid, an open best offer, or an end within 12 hours
  '240': day('listing'),
  '10039': day('listing'),
  '21917089': day('listing'),
  '21919028': day('listing'),
  // Inventory
  '2001': moment('account'),
  '25001': { ...moment('call'), mayBeDone: true },
  '25003': good('listing'),
  '25004': good('listing'),
  '25019': day('listing'),
  '25025': moment('listing'),
  '25026': day('account'),
  '25038': day('listing'),
  '25039': day('listing'),
  '25040': day('listing'),
  '25710': misrouted,
  '25713': misrouted,
}

/** The number is not in eBay's pages; its words are. */
const MISROUTED_WORDS = /inventory[- ]based listing management/i
/** 250 revisions of a listing in a day. eBay's pages name no number for it. */
const REVISIONS_WORDS = /\b(?:number of revisions|revision (?:limit|threshold)|revised (?:up to )?\d+ times)\b/i
/** A limit on what the account may sell. */
const SELLING_LIMIT_WORDS =
  /\b(?:selling limit|exceed(?:ed|s)? the (?:amount|number) (?:of items )?you can (?:list|sell))\b/i

/** What this refusal of one item means. Code without a prefix, message in eBay's words. */
export function refusalOf(code: string | null, message: string | null): Refusal {
  const known = code === null ? undefined : KNOWN[code]
  if (known) return known
  const words = message ?? ''
  if (MISROUTED_WORDS.test(words)) return misrouted
  if (REVISIONS_WORDS.test(words)) return day('listing')
  if (SELLING_LIMIT_WORDS.test(words)) return day('account')
  return day('listing')
}
