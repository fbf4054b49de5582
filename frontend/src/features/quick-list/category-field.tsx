import { useState } from 'react'
import { Select } from '#app/components/ui/select.tsx'
import type { QuickListCheck } from '#core/quick-list/schema.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'

type CategoryFieldProps = { check: QuickListCheck; error: string | undefined; onChange: (id: string) => void }

/** One of eBay's suggestions, or any category by its number. */
export function CategoryField({ check, error, onChange }: CategoryFieldProps) {
  const { categories, category_id } = check
  const chosen = categories.find(({ id }) => id === category_id)
  const [isOther, setIsOther] = useState(chosen === undefined)
  const [text, setText] = useState(chosen ? '' : (category_id ?? ''))
  const number = text.trim()
  const isNumber = /^\d{1,12}$/.test(number)
  const use = () => isNumber && onChange(number)
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Category"
        error={isOther ? undefined : error}
        {...(chosen && !isOther && { hint: [...chosen.path, chosen.name].join(' › ') })}
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={isOther ? 'other' : (category_id ?? 'other')}
            onChange={(id) => {
              setIsOther(id === 'other')
              if (id !== 'other') onChange(id)
            }}
            options={[
              ...categories.map(({ id, name, path }) => ({
                value: id,
                label: [path.at(-1), name].filter(Boolean).join(' › '),
              })),
              { value: 'other', label: 'Another category …' },
            ]}
          />
        )}
      </Field>
      {isOther && (
        <Field label="Category number" error={error} hint="The number at the end of a category's link on eBay.">
          {(wiring) => (
            <div className="flex gap-2">
              <Input
                {...wiring}
                inputMode="numeric"
                value={text}
                onChange={(event) => setText(event.target.value)}
                onKeyDown={(event) => {
                  // Enter would send the whole form.
                  if (event.key !== 'Enter') return
                  event.preventDefault()
                  use()
                }}
              />
              <Button onClick={use} disabled={!isNumber}>
                Use
              </Button>
            </div>
          )}
        </Field>
      )}
    </div>
  )
}
