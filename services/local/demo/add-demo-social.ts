import { answerConsent } from '../../emulators/answer-consent.ts'
import type { CallApi } from './seed-demo.ts'

type DemoAccount = { call: CallApi; url: string; token: string }
type Available = { provider: string; sign_in: string; network: string; account_id: string; can_post: boolean }

/** Connects the demo workspace to the emulated networks as a person would, and uses the accounts that can post. */
export async function addDemoSocial(networks: readonly ('meta' | 'youtube')[], account: DemoAccount): Promise<void> {
  for (const network of networks) await connect(network, account)
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

/** The steps of a browser: the consent page, one click, and the callback with the cookie of the sign-in. */
async function connect(network: string, { url, token }: DemoAccount): Promise<void> {
  const search = network === 'meta' ? '?with_messages=true' : ''
  const begun = await fetch(`${url}/api/${network}-auth${search}`, { headers: { authorization: `Bearer ${token}` } })
  if (!begun.ok) throw new Error(`The demo's ${network} could not be connected: ${begun.status} ${await begun.text()}`)
  const { auth_url } = (await begun.json()) as { auth_url: string } // safe: as above
  const back = await answerConsent(auth_url)
  // A browser keeps the fragment to itself, and the callback knows these three parameters only.
  const query = new URLSearchParams(
    ['state', 'code', 'error'].flatMap((name) => {
      const value = back.searchParams.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  const done = await fetch(`${url}${back.pathname}?${query}`, { headers: { cookie }, redirect: 'manual' })
  const result = new URL(done.headers.get('location') ?? 'none:').searchParams
  if (result.get(network) !== 'connected') throw new Error(`The demo's ${network} was not connected: ${result}`)
}
