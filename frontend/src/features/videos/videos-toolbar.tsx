import { LayoutGrid, Rows3, X } from 'lucide-react'
import { SearchInput } from '#app/components/search-input.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { Button } from '#ui/button.tsx'
import type { VideosFiltering } from './videos-address.ts'

const ALL = 'all'
const STATES = [
  { value: ALL, label: 'Any state' },
  { value: 'failed', label: 'Has a problem' },
  { value: 'processing', label: 'Under way' },
  { value: 'ready', label: 'Ready' },
] as const
const SOURCES = [
  { value: ALL, label: 'Any place' },
  { value: 'onedrive', label: 'In OneDrive' },
  { value: 'storage', label: 'In our storage' },
] as const

export type VideoLayout = 'grid' | 'table'

type VideosToolbarProps = {
  filtering: VideosFiltering
  layout: VideoLayout
  onLayout: (layout: VideoLayout) => void
}

export function VideosToolbar({ filtering, layout, onLayout }: VideosToolbarProps) {
  const { address, setAddress, clearFilters, hasFilters } = filtering
  return (
    <>
      <SearchInput
        label="Search videos"
        placeholder="Search ASIN, title or file"
        value={address.search}
        onChange={(search) => setAddress({ search })}
      />
      <Select
        label="State"
        className="min-w-36 flex-1 md:w-40 md:flex-none"
        value={address.state ?? ALL}
        onChange={(state) => setAddress({ state: state === ALL ? undefined : state })}
        options={STATES}
      />
      <Select
        label="Place"
        className="min-w-36 flex-1 md:w-40 md:flex-none"
        value={address.source ?? ALL}
        onChange={(source) => setAddress({ source: source === ALL ? undefined : source })}
        options={SOURCES}
      />
      {hasFilters && (
        <Button variant="quiet" onClick={clearFilters}>
          <X aria-hidden="true" /> Clear filters
        </Button>
      )}
      <fieldset className="ml-auto flex rounded-control border border-line p-0.5">
        <legend className="sr-only">Layout</legend>
        <LayoutButton label="Grid" isOn={layout === 'grid'} onClick={() => onLayout('grid')} icon={<LayoutGrid />} />
        <LayoutButton label="Table" isOn={layout === 'table'} onClick={() => onLayout('table')} icon={<Rows3 />} />
      </fieldset>
    </>
  )
}

type LayoutButtonProps = { label: string; isOn: boolean; onClick: () => void; icon: React.ReactNode }

function LayoutButton({ label, isOn, onClick, icon }: LayoutButtonProps) {
  return (
    <Button
      variant="quiet"
      size="icon-small"
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      className={isOn ? 'bg-pressed text-ink' : undefined}
      onClick={onClick}
    >
      {icon}
    </Button>
  )
}
