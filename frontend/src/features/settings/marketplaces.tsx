import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import { MarketplaceName } from '#app/domains/marketplaces/marketplace-name.tsx'
import { countriesQuery } from '#app/domains/marketplaces/marketplaces.queries.ts'
import type { Role } from '#core/accounts/schema.ts'
import { marketplace } from '#core/marketplaces.ts'
import type { WorkspaceMarketplace } from '#core/tasks/schema.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { useSwitchCountry } from './use-switch-marketplace.ts'

/** The Amazon marketplaces where this workspace uploads. `role` is unknown while the person is loading. */
export function Countries({ role }: { role: Role | undefined }) {
  const canEdit = role !== undefined && role !== 'uploader'
  const { data, error, isError, isFetching, refetch } = useQuery(countriesQuery())
  const hintId = useId()
  if (isError && !data) {
    return (
      <ErrorState
        title="The marketplaces couldn't be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  }
  if (!data) {
    return (
      <div role="status" aria-label="Loading marketplaces">
        <Skeleton className="h-[440px]" />
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      {role === 'uploader' && (
        <Notice tone="info">You can look but not switch. Ask an owner or manager of the workspace to do it.</Notice>
      )}
      <UnreadableRows of={data} />
      {!data.items.some(({ is_home }) => is_home) && (
        <Notice tone="waiting">
          No home marketplace selected, so new videos won't create a task for the product itself.
        </Notice>
      )}
      <div className="overflow-hidden rounded-card border border-line">
        <table className="w-full text-table">
          <thead>
            <tr className="border-b border-line bg-sunken text-left text-muted">
              <th scope="col" className="h-9 px-3 font-medium">
                Marketplace
              </th>
              <th scope="col" className="w-20 px-3 font-medium">
                On
              </th>
              <th scope="col" className="w-20 px-3 font-medium">
                Home
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {data.items.map((country) => (
              <CountryRow key={country.marketplace} country={country} canEdit={canEdit} hintId={hintId} />
            ))}
          </tbody>
        </table>
      </div>
      <p id={hintId} className="text-meta text-muted">
        Turning a marketplace off also removes it as a home marketplace. Existing tasks are kept.
      </p>
    </div>
  )
}

type CountryRowProps = { country: WorkspaceMarketplace; canEdit: boolean; hintId: string }

function CountryRow({ country, canEdit, hintId }: CountryRowProps) {
  const { mutate } = useSwitchCountry()
  const { marketplace: code, is_enabled, is_home } = country
  const { name } = marketplace(code)
  return (
    <tr>
      <th scope="row" className="h-10 px-3 text-left font-normal">
        <MarketplaceName code={code} />
      </th>
      <td className="px-3 align-middle">
        <Switch
          label={`${name} on`}
          isOn={is_enabled}
          isDisabled={!canEdit}
          onChange={(isOn) => mutate({ ...country, is_enabled: isOn, is_home: isOn && is_home })}
        />
      </td>
      <td className="px-3 align-middle">
        <Switch
          label={`${name} home`}
          aria-describedby={is_enabled ? undefined : hintId}
          isOn={is_home}
          isDisabled={!canEdit || !is_enabled}
          onChange={(isOn) => mutate({ ...country, is_home: isOn })}
        />
      </td>
    </tr>
  )
}
