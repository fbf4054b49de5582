import { WifiOff } from 'lucide-react'
import { useIsOnline } from '#app/lib/online.ts'

/** Says in one line what still works without a network. */
export function OfflineBanner() {
  const isOnline = useIsOnline()
  return (
    <div role="status">
      {!isOnline && (
        <p className="flex items-center justify-center gap-2 border-b border-waiting/30 bg-waiting-soft px-4 py-1.5 text-table text-waiting">
          <WifiOff className="size-4 shrink-0" aria-hidden="true" />
          You are offline. You can read what is loaded; changes and uploads need the network.
        </p>
      )}
    </div>
  )
}
