import { answerConsent, type ConsentChoice } from './answer-consent.ts'

type Signing = {
  /** The address of our own site. */
  url: string
  /** The person's access token. */
  token: string
  /** As in our addresses: `/api/{vendor}-auth`. */
  vendor: string
  /** Of our address, such as `?with_messages=true`. */
  search?: string
  choice?: ConsentChoice
}

/**
 * The steps of a browser: our address, the consent page, one click, and the callback with the cookie of the sign-in.
 * Throws with our answer when the vendor is not connected afterwards.
 */
export async function connectByConsent({ url, token, vendor, search = '', choice }: Signing): Promise<void> {
  const begun = await fetch(`${url}/api/${vendor}-auth${search}`, { headers: { authorization: `Bearer ${token}` } })
  if (!begun.ok) throw new Error(`${vendor} could not be connected: ${begun.status} ${await begun.text()}`)
  const { auth_url } = (await begun.json()) as { auth_url: string } // safe: our contract, which the endpoint checks
  const back = await answerConsent(auth_url, choice)
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
  if (result.get(vendor) !== 'connected') throw new Error(`${vendor} was not connected: ${result}`)
}
