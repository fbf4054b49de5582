const PREFIX = 'https://api.ebay.com/oauth/api_scope'

/** The names this emulator's keyset may ask for; the prefix is the same in the sandbox. */
export const scopes = {
  base: PREFIX,
  inventory: `${PREFIX}/sell.inventory`,
  inventoryReadonly: `${PREFIX}/sell.inventory.readonly`,
  account: `${PREFIX}/sell.account`,
  accountReadonly: `${PREFIX}/sell.account.readonly`,
  fulfillment: `${PREFIX}/sell.fulfillment`,
  fulfillmentReadonly: `${PREFIX}/sell.fulfillment.readonly`,
  marketing: `${PREFIX}/sell.marketing`,
  marketingReadonly: `${PREFIX}/sell.marketing.readonly`,
  analyticsReadonly: `${PREFIX}/sell.analytics.readonly`,
  identityReadonly: `${PREFIX}/commerce.identity.readonly`,
  notifications: `${PREFIX}/commerce.notification.subscription`,
} as const

const KNOWN: ReadonlySet<string> = new Set(Object.values(scopes))

/** What the keyset was not granted, `buy.marketplace.insights` for one. */
export function unknownScope(wanted: readonly string[]): string | undefined {
  return wanted.find((name) => !KNOWN.has(name))
}
