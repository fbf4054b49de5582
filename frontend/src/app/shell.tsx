import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { Outlet, ScrollRestoration, useNavigate } from 'react-router'
import { OfflineBanner } from '#app/components/layouts/offline-banner.tsx'
import { OverlayProvider, useOverlay } from '#app/contexts/overlay-context.tsx'
import { FormatProvider } from '#app/domains/accounts/format-provider.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { UploadTray } from '#app/domains/videos/uploads/manager/upload-tray.tsx'
import { uploads } from '#app/domains/videos/uploads/upload-store.ts'
import { useUndo } from '#app/features/products/history/use-undo.ts'
import { useIsWide } from '#app/lib/media-query.ts'
import { useShortcuts } from '#ui/keyboard.ts'
import { useOnePress } from '#ui/one-press.ts'
import { getTheme, setTheme } from '#ui/theme.ts'
import { BottomBar } from './bottom-bar.tsx'
import { usePlaces, useSeesProducts } from './navigation.ts'
import { Sidebar } from './sidebar.tsx'

const Overlays = lazy(() => import('./overlays.tsx').then((module) => ({ default: module.Overlays })))

/** The frame around every page: navigation, the palette, running uploads, the offline banner. */
export function Shell() {
  return (
    <FormatProvider>
      <OverlayProvider>
        <Frame />
      </OverlayProvider>
    </FormatProvider>
  )
}

function Frame() {
  const isWide = useIsWide()
  const { overlay, open } = useOverlay()
  const navigate = useNavigate()
  const places = usePlaces()
  const seesProducts = useSeesProducts()
  const { undoMyLastChange } = useUndo()
  useAccountTheme()
  useUnfinishedUploads()
  useOnePress()
  useShortcuts({
    'mod+k': () => open('palette'),
    '?': () => open('keys'),
    ...(seesProducts && {
      c: () => open('add-product'),
      'mod+z': () => void undoMyLastChange(),
    }),
    ...Object.fromEntries(places.map(({ keys, address }) => [keys, () => void navigate(address)])),
  })

  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-control focus:bg-surface focus:px-3 focus:py-2 focus:shadow-float"
      >
        Skip to content
      </a>
      {isWide && <Sidebar />}
      <div className="flex min-w-0 flex-1 flex-col">
        <OfflineBanner />
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 pb-20 focus-visible:outline-none md:pb-0">
          <Outlet />
        </main>
      </div>
      {!isWide && <BottomBar />}
      <UploadTray />
      {overlay && (
        <Suspense>
          <Overlays />
        </Suspense>
      )}
      <ScrollRestoration getKey={keepWithinPage} />
    </div>
  )
}

// Opening a record beside its list must not scroll the list: both share one scroll position.
const keepWithinPage = ({ pathname }: { pathname: string }) => pathname.split('/')[1] ?? ''

// Applies the theme that the person chose on another device.
function useAccountTheme() {
  const { data: me } = useQuery(meQuery())
  const theme = me?.theme
  useEffect(() => {
    if (theme && theme !== getTheme()) setTheme(theme)
  }, [theme])
}

// Uploads that were running when the page was closed are offered to the person who started them.
function useUnfinishedUploads() {
  const { data: me } = useQuery(meQuery())
  const userId = me?.id
  useEffect(() => {
    if (userId) void uploads.restore(userId)
  }, [userId])
}
