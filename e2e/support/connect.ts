import type { Person } from './api.ts'
import type { Host } from './host.ts'

const DECISIONS = { onedrive: 'approve', ebay: 'agree' } as const

/**
 * Connects the person's workspace to the first account of the emulated vendor, as a browser would: through the consent
 * page.
 */
export async function connect({ url }: Host, { session }: Person, vendor: keyof typeof DECISIONS): Promise<void> {
  const begun = await fetch(`${url}/api/${vendor}-auth`, {
    headers: { authorization: `Bearer ${session.access_token}` },
  })
  if (!begun.ok) throw new Error(`${vendor}: ${begun.status} ${await begun.text()}`)
  const { auth_url } = await begun.json()
  const page = await (await fetch(auth_url)).text()
  const field = (pattern: RegExp) => pattern.exec(page)?.[1] ?? ''
  const [, radio = '', account = ''] = /type="radio" name="(\w+)" value="([^"]+)" checked/.exec(page) ?? []
  const answer = await fetch(new URL(field(/action="([^"]+)"/), auth_url), {
    method: 'POST',
    body: new URLSearchParams({
      consent: field(/name="consent" value="([^"]+)"/),
      [radio]: account,
      decision: DECISIONS[vendor],
    }),
    redirect: 'manual',
  })
  const back = new URL(answer.headers.get('location') ?? 'none:')
  const done = await fetch(url + back.pathname + back.search, {
    headers: { cookie: begun.headers.get('set-cookie')?.split(';')[0] ?? '' },
    redirect: 'manual',
  })
  const result = new URL(done.headers.get('location') ?? 'none:').searchParams
  if (result.get(vendor) !== 'connected') throw new Error(`${vendor} was not connected: ${result}`)
}
