import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { quickListQueries } from './quick-list.queries.ts'
import { SettingsForm } from './settings-form.tsx'

/** The shared settings of every listing: policies, location, SKU prefix, note. */
export function SettingsPanel() {
  const { data: setup, error, isFetching, refetch } = useQuery(quickListQueries.setup())
  if (setup) return <SettingsForm setup={setup} onRetry={() => void refetch()} isRetrying={isFetching} />
  if (error) {
    return (
      <ErrorState
        title="The settings could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  }
  return (
    <div role="status" aria-label="Loading the settings" className="flex max-w-xl flex-col gap-4">
      {['fulfillment', 'payment', 'return', 'location'].map((name) => (
        <Skeleton key={name} className="h-14" />
      ))}
    </div>
  )
}
