import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, configure, render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { toast } from 'sonner'
import { afterEach, vi } from 'vitest'
import { createRoutes } from '#app/app/routes.tsx'
import { TooltipProvider } from '#app/components/ui/tooltip.tsx'
import { uploads } from '#app/domains/videos/uploads/upload-store.ts'
import { forgetConfig } from '#app/lib/config.ts'
import { createQueryClient } from '#app/lib/query-client.ts'
import { forgetSession, navigation } from '#app/lib/session.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { ebayContract } from '#core/connections/ebay.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { quotasContract } from '#core/connections/quotas.ts'
import { instagramContract, metaContract, tiktokContract, youtubeContract } from '#core/connections/social.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { listingsContract } from '#core/listings/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { viewsContract } from '#core/products/views/contract.ts'
import { socialAccountsContract } from '#core/social/accounts/contract.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { Toaster } from '#ui/toasts/toaster.tsx'
import { answer, startFakeApi } from './fake-api.ts'
import {
  ana,
  noEbay,
  noListings,
  noOneDrive,
  noSocial,
  ordered,
  sampleConfig,
  sampleCountries,
  sampleCounts,
  sourcing,
} from './samples.ts'

// Routes are loaded lazily, and the first test of a file pays for compiling them. On a busy machine that takes long; no
// test waits for the limit.
configure({ asyncUtilTimeout: 30_000 })

/** A person is signed in on this device, with a session that is valid for an hour. */
export function signInAna(): void {
  const expires_at = Math.floor(Date.now() / 1000) + 3600
  const session = {
    access_token: 'token-1',
    refresh_token: 'refresh-1',
    token_type: 'bearer',
    expires_in: 3600,
    expires_at,
    user: { id: ana.id, email: ana.email },
  }
  localStorage.setItem('opsyncpro.session', JSON.stringify(session))
}

const noPosts = {
  total: 0,
  by_state: { draft: 0, scheduled: 0, publishing: 0, posted: 0, partial: 0, failed: 0, cancelled: 0 },
  attention: 0,
}

/** The API with the answers that every page needs, and no session. Watches which document the page opens. */
export function startWorld() {
  localStorage.clear()
  forgetConfig()
  forgetSession()
  startFakeApi()
  // Each test has a client of its own; auth-js notices the other clients of the same worker.
  const warn = console.warn
  vi.spyOn(console, 'warn').mockImplementation((...parts: unknown[]) => {
    if (!String(parts[0]).includes('Multiple GoTrueClient')) warn(...parts)
  })
  answer(correlationsContract.searches, () => ({ items: [], next_cursor: null }))
  answer(accountsContract.config, () => sampleConfig())
  answer(accountsContract.me, () => ana)
  answer(productsContract.changes, () => ({ items: [], next_cursor: null }))
  answer(productsContract.activity, () => ({ items: [], next_cursor: null }))
  answer(crmListsContract.statuses.list, () => ({ items: [sourcing, ordered] }))
  answer(crmListsContract.owners.list, () => ({ items: [] }))
  answer(crmListsContract.collaborationTypes.list, () => ({ items: [] }))
  answer(crmListsContract.contactSources.list, () => ({ items: [] }))
  answer(crmListsContract.marketplaces.list, () => ({ items: [] }))
  answer(crmListsContract.fields.list, () => ({ items: [] }))
  answer(listingsContract.list, () => ({ items: [], next_cursor: null, total: 0 }))
  answer(listingsContract.counts, () => noListings)
  answer(ebayContract.status, () => noEbay)
  answer(onedriveContract.status, () => noOneDrive)
  answer(metaContract.status, () => noSocial)
  answer(instagramContract.status, () => noSocial)
  answer(youtubeContract.status, () => noSocial)
  answer(tiktokContract.status, () => ({ ...noSocial, state: 'not_configured' as const }))
  answer(socialAccountsContract.list, () => ({ items: [] }))
  answer(socialPostsContract.counts, () => noPosts)
  answer(quotasContract.list, () => ({ items: [] }))
  answer(viewsContract.list, () => ({ items: [], default_view: null }))
  answer(viewsContract.counts, () => ({ counts: {} }))
  answer(shipmentsContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.marketplaces, () => ({ items: sampleCountries }))
  answer(thumbnailsContract.find, () => ({
    source: 'none' as const,
    filename: 'thumbnail.jpg',
    url: null,
    expires_at: null,
  }))
  answer(tasksContract.counts, () => ({ items: sampleCounts() }))
  return {
    assign: vi.spyOn(navigation, 'assign').mockImplementation(() => {}),
    replace: vi.spyOn(navigation, 'replace').mockImplementation(() => {}),
  }
}

/** The signed-in app at that address, as the browser would show it. Set the page's answers first. */
export function openApp(address: string) {
  signInAna()
  const router = createMemoryRouter(createRoutes(), { initialEntries: [address] })
  const queryClient = createQueryClient()
  queryClient.setDefaultOptions({ queries: { ...queryClient.getDefaultOptions().queries, retry: false } })
  render(
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>,
  )
  return { router, queryClient, user: userEvent.setup() }
}

afterEach(() => {
  cleanup()
  toast.dismiss()
  for (const upload of uploads.getUploads()) uploads.dismiss(upload.id)
})
