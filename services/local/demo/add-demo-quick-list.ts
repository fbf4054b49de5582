import type { CallApi } from './seed-demo.ts'

/** Stores the policies and the location that eBay proposes, so that a product can be listed at once. */
export async function addDemoQuickList(call: CallApi): Promise<void> {
  // safe: the answer of our own contract, which the endpoint checks.
  const { proposal } = (await call('GET', '/api/quick-list-settings')) as { proposal: Record<string, string | null> }
  await call('PATCH', '/api/quick-list-settings', {
    ...proposal,
    description_note: 'Sent within one business day from Reno, Nevada.',
  })
}
