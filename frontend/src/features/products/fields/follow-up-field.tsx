import { Check } from 'lucide-react'
import { dayFromToday } from '#app/lib/days.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { SourcedProduct, UpdateProduct } from '#core/products/schema.ts'
import { Button } from '#ui/button.tsx'
import { InlineField } from './inline-field.tsx'

const CHOICES = [
  { label: 'Tomorrow', days: 1 },
  { label: 'In a week', days: 7 },
] as const

type FollowUpFieldProps = { product: SourcedProduct; onSave: (changes: UpdateProduct) => void }

/** A reminder: from its day on the product is in "Follow-ups due", until it is done or moved. */
export function FollowUpField({ product, onSave }: FollowUpFieldProps) {
  const { timeZone } = useFormat()
  const { follow_up_date, follow_up_note } = product
  return (
    <>
      <InlineField
        label="Follow up on"
        type="date"
        value={follow_up_date ?? ''}
        onSave={(day) => onSave({ follow_up_date: day === '' ? null : day })}
      >
        <div className="flex flex-wrap gap-1 px-1 pb-1">
          {CHOICES.map(({ label, days }) => (
            <Button
              key={label}
              size="small"
              variant="quiet"
              aria-label={`Follow up ${label.toLowerCase()}`}
              onClick={() => onSave({ follow_up_date: dayFromToday(days, timeZone) })}
            >
              {label}
            </Button>
          ))}
          {follow_up_date !== null && (
            <Button
              size="small"
              variant="quiet"
              aria-label="Follow-up done"
              onClick={() => onSave({ follow_up_date: null, follow_up_note: null })}
            >
              <Check aria-hidden="true" /> Done
            </Button>
          )}
        </div>
      </InlineField>
      {(follow_up_date !== null || follow_up_note !== null) && (
        <InlineField
          label="Follow-up note"
          value={follow_up_note ?? ''}
          onSave={(note) => onSave({ follow_up_note: note })}
          check={(text) => (text.length <= 500 ? null : 'At most 500 characters.')}
          lines="wrapped"
        />
      )}
    </>
  )
}
