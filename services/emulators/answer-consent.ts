export type ConsentChoice = {
  /** As the page's button says it: eBay's says `agree`. */
  decision?: 'approve' | 'deny' | 'agree'
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
  const inputs = [...page.matchAll(/<input type="(\w+)" name="(\w+)" value="([^"]+)"( checked)?>/g)].map(
    ([, type, name = '', value = '', checked]) => ({ type, name, value, isChecked: checked !== undefined }),
  )
  const all = (name: string) => inputs.filter((input) => input.name === name)
  const chosen = inputs.find(({ type, isChecked }) => type === 'radio' && isChecked)
  const body = new URLSearchParams({
    consent: all('consent')[0]?.value ?? '',
    [chosen?.name ?? 'account']: owner ?? chosen?.value ?? '',
    decision,
  })
  for (const id of pages ?? all('page').map(({ value }) => value)) body.append('page', id)
  for (const { value } of all('scope')) if (!without.includes(value)) body.append('scope', value)
  const action = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', address)
  const answer = await fetch(action, { method: 'POST', body, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? 'none:')
}
