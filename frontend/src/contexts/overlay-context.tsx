import { createContext, type ReactNode, use, useMemo, useState } from 'react'

/** What lies over every page and can be opened from anywhere. */
export type Overlay = 'palette' | 'add-product' | 'keys'

type OverlayState = { overlay: Overlay | null; open: (overlay: Overlay) => void; close: () => void }

const OverlayContext = createContext<OverlayState | null>(null)

export function OverlayProvider({ children }: { children: ReactNode }) {
  const [overlay, setOverlay] = useState<Overlay | null>(null)
  const state = useMemo(() => ({ overlay, open: setOverlay, close: () => setOverlay(null) }), [overlay])
  return <OverlayContext value={state}>{children}</OverlayContext>
}

/** Throws outside the signed-in app. */
export function useOverlay(): OverlayState {
  const state = use(OverlayContext)
  if (!state) throw new Error('useOverlay needs an OverlayProvider above it.')
  return state
}
