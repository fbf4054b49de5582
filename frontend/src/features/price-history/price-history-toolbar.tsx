import { useMutation, useQuery } from '@tanstack/react-query'
import { FileDown, X } from 'lucide-react'
import { SearchInput } from '#app/components/search-input.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { strategiesQuery } from '#app/domains/connections/ebay.queries.ts'
import { KIND_WORDS, STATE_WORDS } from '#app/domains/prices/price-change-words.ts'
import { api } from '#app/lib/api.ts'
import { saveFile } from '#app/lib/save-file.ts'
import { pricesContract } from '#core/prices/contract.ts'
import { PriceChangeKind, PriceChangeState } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'
import { Input } from '#ui/input.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import type { PriceHistoryFilters } from './price-history.queries.ts'
import type { usePriceHistoryAddress } from './price-history-address.ts'

const ALL = 'all'
const STATES = [
  { value: ALL, label: 'Any state' },
  { value: 'open', label: 'Under way' },
  ...PriceChangeState.options.map((value) => ({ value, label: STATE_WORDS[value].label })),
] as const
const KINDS = [
  { value: ALL, label: 'Any kind' },
  ...PriceChangeKind.options.map((value) => ({ value, label: KIND_WORDS[value] })),
] as const

export function PriceHistoryToolbar({
  address,
  setAddress,
  hasFilters,
  clearFilters,
}: ReturnType<typeof usePriceHistoryAddress>) {
  const { data: strategies = [] } = useQuery(strategiesQuery())
  const select = 'min-w-32 flex-1 md:w-40 md:flex-none'
  return (
    <>
      <SearchInput
        label="Search price history"
        placeholder="Search title, item number, SKU"
        value={address.q}
        onChange={(q) => setAddress({ q })}
      />
      <Select
        label="State"
        className={select}
        value={address.state ?? ALL}
        onChange={(state) => setAddress({ state: state === ALL ? undefined : state })}
        options={STATES}
      />
      <Select
        label="Kind"
        className={select}
        value={address.kind ?? ALL}
        onChange={(kind) => setAddress({ kind: kind === ALL ? undefined : kind })}
        options={KINDS}
      />
      <Select
        label="Strategy"
        className={select}
        value={address.strategy_id ?? ALL}
        onChange={(id) => setAddress({ strategy_id: id === ALL ? undefined : id })}
        options={[
          { value: ALL, label: 'Any strategy' },
          ...strategies.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <span className="flex w-full min-w-0 items-center gap-1.5 text-table text-muted md:w-auto">
        <Input
          type="date"
          aria-label="From day"
          className="md:max-w-36"
          value={address.from ?? ''}
          {...(address.until && { max: address.until })}
          onChange={(event) => setAddress({ from: event.target.value || undefined })}
        />
        to
        <Input
          type="date"
          aria-label="Until day"
          className="md:max-w-36"
          value={address.until ?? ''}
          {...(address.from && { min: address.from })}
          onChange={(event) => setAddress({ until: event.target.value || undefined })}
        />
      </span>
      {address.run_id && <Chip label="One run" onRemove={() => setAddress({ run_id: undefined })} />}
      {address.listing_id && <Chip label="One listing" onRemove={() => setAddress({ listing_id: undefined })} />}
      {hasFilters && (
        <Button variant="quiet" onClick={clearFilters}>
          <X aria-hidden="true" /> Clear filters
        </Button>
      )}
    </>
  )
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-8 items-center gap-1 rounded-control bg-hover pr-1 pl-2.5 text-table">
      {label}
      <button
        type="button"
        aria-label={`Remove the filter ${label}`}
        onClick={onRemove}
        className="inline-flex size-6 items-center justify-center rounded-control text-muted hover:bg-pressed"
      >
        <X className="size-3.5" aria-hidden="true" />
      </button>
    </span>
  )
}

/** Saves the rows that fit the filters, all of them, as a CSV file. */
export function ExportButton({ filters }: { filters: PriceHistoryFilters }) {
  const { mutate, isPending } = useMutation({
    mutationFn: () => api(pricesContract.export, { query: filters }),
    onMutate: () => showDone('Your file is being made…'),
    onSuccess: ({ filename, content_type, bytes }) => saveFile(filename, new Blob([bytes], { type: content_type })),
    onError: (error) => showFailure('Nothing was exported.', error),
  })
  return (
    <Button onClick={() => mutate()} isBusy={isPending}>
      <FileDown aria-hidden="true" /> Export CSV
    </Button>
  )
}
