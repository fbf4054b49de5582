import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import { MarketplaceName } from '#app/domains/marketplaces/marketplace-name.tsx'
import { countriesQuery } from '#app/domains/marketplaces/marketplaces.queries.ts'
import type { Role } from '#core/accounts/schema.ts'
import { marketplace } from '#core/marketplaces.ts'
import { UploadLanguage, type WorkspaceMarketplace } from '#core/tasks/schema.ts'
import { cn } from '#ui/class-names.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { StorefrontName } from './storefront-name.tsx'
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
      <div className="rounded-card border border-line text-table">
        <div
          aria-hidden="true"
          className={cn(ROW, 'border-b border-line bg-sunken py-2 font-medium text-muted max-md:hidden')}
        >
          <span>Marketplace</span>
          <span>On</span>
          <span>Home</span>
          <span>Upload language</span>
          <span>Storefront name</span>
        </div>
        <ul className="divide-y divide-line">
          {data.items.map((country) => (
            <CountryRow key={country.marketplace} country={country} canEdit={canEdit} hintId={hintId} />
          ))}
        </ul>
      </div>
      <p id={hintId} className="text-meta text-muted">
        Turning a marketplace off also removes it as a home marketplace. Existing tasks are kept.
      </p>
      <p className="text-meta text-muted">
        The storefront name is the name shown with your videos on product pages. Placement checks find your videos by
        it.
      </p>
    </div>
  )
}

type CountryRowProps = { country: WorkspaceMarketplace; canEdit: boolean; hintId: string }

/** Five columns; on a phone the switches stand beside the name, and the rest below. */
const ROW =
  'grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-4 gap-y-2 px-3 md:grid-cols-[minmax(0,1fr)_44px_44px_150px_minmax(0,190px)]'

function CountryRow({ country, canEdit, hintId }: CountryRowProps) {
  const { mutate } = useSwitchCountry()
  const { marketplace: code, is_enabled, is_home, storefront_name } = country
  const { name } = marketplace(code)
  return (
    <li className={cn(ROW, 'py-2')}>
      <MarketplaceName code={code} />
      <Labelled label="On">
        <Switch
          label={`${name} on`}
          isOn={is_enabled}
          isDisabled={!canEdit}
          onChange={(isOn) => mutate({ country, change: { is_enabled: isOn, is_home: isOn && is_home } })}
        />
      </Labelled>
      <Labelled label="Home">
        <Switch
          label={`${name} home`}
          aria-describedby={is_enabled ? undefined : hintId}
          isOn={is_home}
          isDisabled={!canEdit || !is_enabled}
          onChange={(isOn) => mutate({ country, change: { is_enabled, is_home: isOn } })}
        />
      </Labelled>
      <div className="max-md:col-span-3">
        <Labelled label="Upload language" isWide>
          <LanguageChoice
            country={country}
            canEdit={canEdit}
            onChoose={(language) => mutate({ country, change: { language } })}
          />
        </Labelled>
      </div>
      <div className="max-md:col-span-3">
        <Labelled label="Storefront name" isWide>
          {canEdit ? (
            <StorefrontName
              label={`Storefront name in ${name}`}
              value={storefront_name}
              onSave={(next) => mutate({ country, change: { storefront_name: next } })}
            />
          ) : (
            <span className="break-words text-muted">{storefront_name ?? 'Not entered'}</span>
          )}
        </Labelled>
      </div>
    </li>
  )
}

/** The head of its column, where a phone shows no heads. */
function Labelled({ label, isWide = false, children }: { label: string; isWide?: boolean; children: ReactNode }) {
  return (
    <span className={cn('flex items-center gap-2', isWide && 'max-md:gap-3')}>
      <span aria-hidden="true" className={cn('text-meta text-muted md:hidden', isWide && 'w-28 shrink-0')}>
        {label}
      </span>
      {children}
    </span>
  )
}

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' })
const nameOf = (language: string) => LANGUAGES.of(language) ?? language
const OWN = 'own'

type LanguageChoiceProps = {
  country: WorkspaceMarketplace
  canEdit: boolean
  onChoose: (language: UploadLanguage | null) => void
}

/** The marketplace's own language, or another: a task that needs a dub needs it in this one. */
function LanguageChoice({ country: { marketplace: code, language }, canEdit, onChoose }: LanguageChoiceProps) {
  const { name, language: own } = marketplace(code)
  if (!canEdit) return <span className="text-muted">{nameOf(language ?? own)}</span>
  return (
    <Select
      label={`Upload language in ${name}`}
      className="w-full min-w-0 max-md:h-11"
      value={language ?? OWN}
      onChange={(value) => onChoose(value === OWN ? null : value)}
      options={[
        { value: OWN, label: `${nameOf(own)} (usual)` },
        ...UploadLanguage.options
          .filter((value) => value !== own || value === language)
          .map((value) => ({ value, label: nameOf(value) })),
      ]}
    />
  )
}
