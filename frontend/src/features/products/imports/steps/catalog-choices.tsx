import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import { forecastTokens } from '#core/catalog/forecast.ts'
import type { CatalogImportOptions } from '#core/products/imports/contract.ts'

const EXISTING = [
  { value: 'merge', label: 'Merge: fill in what the file says' },
  { value: 'skip', label: 'Skip: leave them as they are' },
] as const

type CatalogChoicesProps = {
  chosen: CatalogImportOptions
  onChange: (chosen: CatalogImportOptions) => void
  /** Of the file; each may be a product that is new. */
  rowCount: number
}

/** What an import to the catalog does with products you have, and when it looks up titles and images. */
export function CatalogChoices({ chosen, onChange, rowCount }: CatalogChoicesProps) {
  const format = useFormat()
  const { low, high } = forecastTokens({ asins: rowCount, features: ['fill_in'] })
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <span>Products you already have</span>
        <Select
          label="Products you already have"
          className="w-72 max-w-full"
          value={chosen.existing}
          onChange={(existing) => onChange({ ...chosen, existing })}
          options={EXISTING}
        />
      </div>
      <Checkbox
        isChecked={chosen.look_up}
        onChange={(look_up) => onChange({ ...chosen, look_up })}
        hint="Otherwise no token is spent now. Look them up later in the catalog, which shows the cost first."
      >
        Look up missing titles and images now (about {low.toLocaleString(format.locale)} to{' '}
        {format.count(high, 'token')} if all rows are new)
      </Checkbox>
    </>
  )
}
