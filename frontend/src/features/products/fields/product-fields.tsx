import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { Section } from '#app/features/products/product/section.tsx'
import { Decision, type SourcedProduct, type UpdateProduct, VIDEO_TITLE_MAX_LENGTH } from '#core/products/schema.ts'
import { Button } from '#ui/button.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { ConflictNotice } from './conflict-notice.tsx'
import { CustomFields } from './custom-fields.tsx'
import { EntryField } from './entry-field.tsx'
import { FollowUpField } from './follow-up-field.tsx'
import { InlineField } from './inline-field.tsx'
import { MoneyField } from './money-field.tsx'
import { OwnersField } from './owners-field.tsx'
import { readCurrent, useChangeProduct } from './use-change-product.ts'

/** Another member's change came first: the current row, and the values that were not saved because of it. */
export type Conflict = { current: SourcedProduct; unsaved: UpdateProduct }

/** Every field of a product that a person may write; each field saves independently. */
export function ProductFields({ product }: { product: SourcedProduct }) {
  const [conflict, setConflict] = useState<Conflict>()
  const change = useChangeProduct(product)

  function save(changes: UpdateProduct) {
    setConflict(undefined)
    change.mutate(changes, {
      onError: (error) => {
        const current = readCurrent(error)
        if (current) setConflict({ current, unsaved: changes })
        else showFailure('That was not saved.', error)
      },
    })
  }

  return (
    <Section title="Details">
      {conflict && (
        <ConflictNotice
          conflict={conflict}
          onKeep={() => setConflict(undefined)}
          onOverwrite={() => save(conflict.unsaved)}
        />
      )}
      <div className="flex flex-col gap-1">
        <InlineField
          label="Title"
          value={product.title ?? ''}
          onSave={(title) => save({ title })}
          check={atMost(500)}
          lines="wrapped"
        />
        <InlineField
          label="Brand"
          value={product.brand ?? ''}
          onSave={(brand) => save({ brand })}
          check={atMost(200)}
        />
        <InlineField
          label="Video title"
          value={product.video_title}
          onSave={(title) => save({ video_title: title === '' ? null : title })}
          maxLength={VIDEO_TITLE_MAX_LENGTH}
          lines="wrapped"
        >
          <VideoTitleOrigin product={product} onReset={() => save({ video_title: null })} />
        </InlineField>
        <OwnersField product={product} onSave={(owners) => save({ owners })} />
        <EntryField
          field="decision"
          value={product.decision}
          none="Not decided"
          onSave={(id) => save({ decision: Decision.nullable().parse(id) })}
        />
        <EntryField
          field="marketplace_id"
          value={product.marketplace_id}
          onSave={(marketplace_id) => save({ marketplace_id })}
        />
        <EntryField
          field="collaboration_type_id"
          value={product.collaboration_type_id}
          onSave={(collaboration_type_id) => save({ collaboration_type_id })}
        />
        <EntryField
          field="contact_source_id"
          value={product.contact_source_id}
          onSave={(contact_source_id) => save({ contact_source_id })}
        />
        <MoneyField
          label="Cost"
          currency={product.currency}
          cents={product.cost_cents}
          onSave={(cost_cents) => save({ cost_cents })}
        />
        <MoneyField
          label="Fees"
          currency={product.currency}
          cents={product.fees_cents}
          onSave={(fees_cents) => save({ fees_cents })}
        />
        <InlineField
          label="Quantity"
          type="number"
          value={String(product.quantity)}
          onSave={(text) => save({ quantity: Number(text) })}
          check={(text) => (/^\d{1,6}$/.test(text) ? null : 'Enter a whole number, such as 1.')}
        />
        <InlineField
          label="Purchased"
          type="date"
          value={product.purchase_date ?? ''}
          onSave={(day) => save({ purchase_date: day === '' ? null : day })}
        />
        <InlineField
          label="Important date"
          type="date"
          value={product.important_date ?? ''}
          onSave={(day) => save({ important_date: day === '' ? null : day })}
        />
        <InlineField
          label="Why it matters"
          value={product.important_date_comment ?? ''}
          onSave={(important_date_comment) => save({ important_date_comment })}
          check={atMost(500)}
          lines="wrapped"
        />
        <FollowUpField product={product} onSave={save} />
        <InlineField
          label="Requirements"
          value={product.requirements ?? ''}
          onSave={(requirements) => save({ requirements })}
          check={atMost(4000)}
          lines="many"
        />
        <InlineField
          label="Notes"
          value={product.notes ?? ''}
          onSave={(notes) => save({ notes })}
          check={atMost(10_000)}
          lines="many"
        />
        <CustomFields product={product} onSave={(custom_values) => save({ custom_values })} />
      </div>
    </Section>
  )
}

function VideoTitleOrigin({ product, onReset }: { product: SourcedProduct; onReset: () => void }) {
  if (!product.is_video_title_typed) {
    return <p className="px-2 text-meta text-muted">Made from the title until you type your own.</p>
  }
  return (
    <Button variant="quiet" size="small" onClick={onReset}>
      <RotateCcw aria-hidden="true" /> Make it from the title again
    </Button>
  )
}

const atMost = (length: number) => (text: string) =>
  text.length > length ? `At most ${length.toLocaleString()} characters; this has ${text.length}.` : null
