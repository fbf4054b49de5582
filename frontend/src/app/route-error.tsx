import { useRouteError } from 'react-router'
import { ErrorState } from '#ui/error-state.tsx'

/** Replaces a page that crashed; the rest of the app keeps working. */
export function RouteError({ isWholeApp = false }: { isWholeApp?: boolean }) {
  const error = useRouteError()
  return (
    <div className={isWholeApp ? 'grid min-h-dvh place-items-center' : ''}>
      <title>Something went wrong · OpSyncPro</title>
      <h1 className="sr-only">Something went wrong</h1>
      <ErrorState title="This page could not be shown" error={error} onRetry={() => location.reload()} />
    </div>
  )
}
