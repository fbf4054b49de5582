import { connectByConsent } from '../../emulators/connect-by-consent.ts'
import type { CallApi } from './seed-demo.ts'

type DemoAccount = { call: CallApi; url: string; token: string }
type Available = { provider: string; sign_in: string; network: string; account_id: string; can_post: boolean }

/** The demo also shows the inbox. */
const SEARCHES = { meta: { search: '?with_messages=true' }, youtube: {} } as const

/** Connects the demo workspace to the emulated networks as a person would, and uses the accounts that can post. */
export async function addDemoSocial(networks: readonly ('meta' | 'youtube')[], account: DemoAccount): Promise<void> {
  const { url, token } = account
  for (const network of networks) await connectByConsent({ url, token, vendor: network, ...SEARCHES[network] })
  if (!networks.includes('meta')) return
  // safe: the answer of our own contract, which the endpoint checks
  const { items } = (await account.call('GET', '/api/social-accounts/available?provider=facebook')) as {
    items: Available[]
  }
  const [first] = items
  if (!first) throw new Error('The emulated Meta shared no page with the demo.')
  const accounts = items
    .filter(({ can_post, sign_in }) => can_post && sign_in === first.sign_in)
    .map(({ network, account_id }) => ({ network, account_id }))
  await account.call('POST', '/api/social-accounts', { provider: 'facebook', sign_in: first.sign_in, accounts })
}
