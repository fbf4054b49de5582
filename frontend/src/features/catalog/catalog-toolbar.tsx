import { useQuery } from '@tanstack/react-query'
import { SearchInput } from '#app/components/search-input.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { catalogQueries } from '#app/domains/catalog/catalog.queries.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { CatalogSource } from '#core/catalog/list.ts'
import { FillInState } from '#core/products/schema.ts'
import { cn } from '#ui/class-names.ts'
import type { CatalogState } from './catalog-address.ts'
import { LOOKUP_WORDS, SOURCE_WORDS } from './catalog-words.ts'

const ALL = 'all'
const VIDEO = [
  { value: ALL, label: 'Any video' },
  { value: 'yes', label: 'Has a video' },
  { value: 'no', label: 'No video' },
] as const
const TASK = [
  { value: ALL, label: 'Any task' },
  { value: 'yes', label: 'Has a task' },
  { value: 'no', label: 'No task' },
] as const
const LOOKUP = [
  { value: ALL, label: 'Any lookup' },
  ...FillInState.options.map((value) => ({ value, label: LOOKUP_WORDS[value] })),
] as const

/** Search, sources with their counts, and what each ASIN has. */
export function CatalogToolbar({ address, setAddress }: CatalogState) {
  const { locale } = useFormat()
  const { data: counts } = useQuery(catalogQueries.counts())
  const select = 'min-w-32 flex-1 max-md:h-11 md:w-40 md:flex-none'
  return (
    <div className="flex flex-wrap items-center gap-2 pb-4">
      <SearchInput
        label="Search the catalog"
        placeholder="ASIN or title"
        value={address.q}
        onChange={(q) => setAddress({ q })}
      />
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">Source</legend>
        {CatalogSource.options.map((source) => {
          const isOn = address.source === source
          return (
            <button
              key={source}
              type="button"
              aria-pressed={isOn}
              onClick={() => setAddress({ source: isOn ? undefined : source })}
              className={cn(
                'h-8 rounded-control border px-2 text-table max-md:h-11',
                isOn ? 'border-accent bg-accent-soft text-ink' : 'border-line bg-surface text-muted hover:bg-hover',
              )}
            >
              {SOURCE_WORDS[source].many}
              {counts && <span className="ml-1.5 tabular-nums">{counts[source].toLocaleString(locale)}</span>}
            </button>
          )
        })}
      </fieldset>
      <Select
        label="Video"
        className={select}
        value={address.video ?? ALL}
        onChange={(video) => setAddress({ video: video === ALL ? undefined : video })}
        options={VIDEO}
      />
      <Select
        label="Task"
        className={select}
        value={address.task ?? ALL}
        onChange={(task) => setAddress({ task: task === ALL ? undefined : task })}
        options={TASK}
      />
      <Select
        label="Lookup"
        className={select}
        value={address.lookup ?? ALL}
        onChange={(lookup) => setAddress({ lookup: lookup === ALL ? undefined : lookup })}
        options={LOOKUP}
      />
    </div>
  )
}
