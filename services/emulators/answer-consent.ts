export type ConsentChoice = {
  decision?: 'approve' | 'deny'
  /** The person or account; the first one by default. */
  owner?: string
  /** All by default. */
  pages?: string[]
  /** Permissions that the person unticks. */
  without?: string[]
}

/** Opens the consent page of a network and answers it as a browser would; gives back where the browser was sent. */
export async function answerConsent(address: string, choice: ConsentChoice = {}): Promise<URL> {
  const { decision = 'approve', owner, pages, without = [] } = choice
  const page = await (await fetch(address)).text()
  const found = (pattern: RegExp) => pattern.exec(page)?.[1] ?? ''
  const all = (name: string) =>
    [...page.matchAll(new RegExp(`name="${name}" value="([^"]+)"`, 'g'))].map((match) => match[1] ?? '')
  const radio = page.includes('name="owner"') ? 'owner' : 'account'
  const body = new URLSearchParams({
    consent: found(/name="consent" value="([^"]+)"/),
    [radio]: owner ?? found(new RegExp(`name="${radio}" value="([^"]+)" checked`)),
    decision,
  })
  for (const id of pages ?? all('page')) body.append('page', id)
  for (const name of all('scope')) if (!without.includes(name)) body.append('scope', name)
  const action = new URL(found(/action="([^"]+)"/), address)
  const answer = await fetch(action, { method: 'POST', body, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? 'none:')
}
