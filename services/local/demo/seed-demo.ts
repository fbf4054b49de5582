import { addDemoContent } from './add-demo-content.ts'
import { addDemoEbay, type DemoEbay } from './add-demo-ebay.ts'
import { addDemoInbox } from './add-demo-inbox.ts'
import { addDemoSocial } from './add-demo-social.ts'

export const DEMO_LOGIN = { email: 'demo@opsyncpro.test', password: 'demo-password' }

const DEMO_NAME = 'Maya Brooks'

/** Calls the public API as the demo user. Throws with URL, status and body when the call fails. */
export type CallApi = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) => Promise<unknown>

/** `imageBaseUrl`: where the emulated catalog serves its images; undefined when it does not run. */
type DemoOptions = {
  url: string
  publishableKey: string
  imageBaseUrl?: string | undefined
  /** The emulated eBay; without it the demo has no listings. */
  ebay?: DemoEbay | undefined
  /** The emulated Meta; without it the demo has no inbox. */
  metaUrl?: string | undefined
  /** The emulated networks that run. */
  networks?: readonly ('meta' | 'youtube')[]
}

/**
 * Fills a demo account through the public API, as a person would; SQL writes only the past of its eBay shop. Signs up
 * on the first start; later starts change nothing. Returns the login to print.
 */
export async function seedDemo({
  url,
  publishableKey,
  imageBaseUrl,
  ebay,
  metaUrl,
  networks = [],
}: DemoOptions): Promise<typeof DEMO_LOGIN> {
  const auth = (path: string, more: object = {}): Promise<Response> =>
    fetch(`${url}/auth/v1/${path}`, {
      method: 'POST',
      headers: { apikey: publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify({ ...DEMO_LOGIN, ...more }),
    })
  const known = await auth('token?grant_type=password')
  if (known.ok) return DEMO_LOGIN
  const created = await auth('signup', { data: { name: DEMO_NAME } })
  if (!created.ok) throw new Error(`The demo account could not be made: ${created.status} ${await created.text()}`)
  // safe: GoTrue's session answer.
  const session = (await created.json()) as { access_token: string }
  const call: CallApi = async (method, path, body) => {
    const headers: Record<string, string> = { authorization: `Bearer ${session.access_token}` }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
    return response.status === 204 ? undefined : response.json()
  }
  await addDemoContent(call, imageBaseUrl)
  if (ebay) {
    const { access_token: token } = session
    await addDemoEbay(ebay, { call, url, token, email: DEMO_LOGIN.email, imageBaseUrl })
  }
  await addDemoSocial(networks, { call, url, token: session.access_token })
  if (metaUrl) await addDemoInbox(metaUrl, call)
  return DEMO_LOGIN
}
