import { useId, useState } from 'react'
import { Select } from '#app/components/ui/select.tsx'
import { ASPECT_LENGTH } from '#core/quick-list/listing-text.ts'
import type { QuickListAspect } from '#core/quick-list/schema.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { aspectText, type Draft, type Issues } from './draft.ts'

/** Up to this many values are a list to open; more are searched by typing. */
const OPTIONS_IN_A_LIST = 30

type AspectFieldsProps = {
  aspects: readonly QuickListAspect[]
  draft: Draft
  issues: Issues
  onChange: (name: string, text: string) => void
}

/** The aspects of the category: required ones first, the others on demand. */
export function AspectFields({ aspects, draft, issues, onChange }: AspectFieldsProps) {
  const id = useId()
  const [isWhole, setIsWhole] = useState(false)
  const shown = aspects.filter((aspect) => isWhole || aspect.is_required || aspectText(aspect, draft) !== '')
  const hidden = aspects.length - shown.length
  if (aspects.length === 0) return null
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <h3 id={id} className="font-semibold">
        Item specifics
      </h3>
      <div className="grid gap-4 sm:grid-cols-2">
        {shown.map((aspect) => (
          <AspectField
            key={aspect.name}
            aspect={aspect}
            text={aspectText(aspect, draft)}
            isTyped={aspect.name in draft.aspects}
            error={issues[`aspects.${aspect.name}`]}
            onChange={(text) => onChange(aspect.name, text)}
          />
        ))}
      </div>
      {(hidden > 0 || isWhole) && (
        <div>
          <Button size="small" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Show less' : `Show ${hidden} more`}
          </Button>
        </div>
      )}
    </section>
  )
}

type AspectFieldProps = {
  aspect: QuickListAspect
  text: string
  isTyped: boolean
  error: string | undefined
  onChange: (text: string) => void
}

function AspectField({ aspect, text, isTyped, error, onChange }: AspectFieldProps) {
  const listId = useId()
  const { name, is_required, is_selection_only, is_many, options, found_in } = aspect
  const origin = found_in === 'title' && !isTyped ? 'Read from the title' : undefined
  const hint = is_many ? 'Separate multiple values with ;' : origin
  const isList = is_selection_only && !is_many && options.length > 0 && options.length <= OPTIONS_IN_A_LIST
  return (
    <Field
      label={name}
      error={error}
      {...(hint && { hint })}
      aside={is_required ? <span className="text-meta text-muted">Required</span> : undefined}
    >
      {(wiring) =>
        isList ? (
          <Select
            {...wiring}
            value={options.includes(text) ? text : NONE}
            onChange={(value) => onChange(value === NONE ? '' : value)}
            options={[{ value: NONE, label: 'Choose …' }, ...options.map((value) => ({ value, label: value }))]}
          />
        ) : (
          <>
            <Input
              {...wiring}
              value={text}
              onChange={(event) => onChange(event.target.value)}
              list={options.length > 0 ? listId : undefined}
              maxLength={is_many ? undefined : ASPECT_LENGTH}
              autoComplete="off"
            />
            {options.length > 0 && (
              <datalist id={listId}>
                {options.map((value) => (
                  <option key={value} value={value} />
                ))}
              </datalist>
            )}
          </>
        )
      }
    </Field>
  )
}

// The value is not one of eBay's.
const NONE = '\u0000'
