import { createContext, type ReactNode, use, useMemo, useState } from 'react'

/** Everything that opens over any page from any component. */
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
