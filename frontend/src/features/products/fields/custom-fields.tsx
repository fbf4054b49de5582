import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { useProductLists } from '#app/features/products/product-lists.ts'
import type { CrmField, CustomValue } from '#core/products/lists/schema.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { EntryField } from './entry-field.tsx'
import { InlineField } from './inline-field.tsx'
import { MoneyField } from './money-field.tsx'

type Save = (values: Record<string, CustomValue | null>) => void

/** The custom fields of the workspace, in their order. A hidden field is shown only where it has a value. */
export function CustomFields({ product, onSave }: { product: SourcedProduct; onSave: Save }) {
  const { fields } = useProductLists()
  return fields
    .filter(({ id, is_hidden }) => !is_hidden || product.custom_values[id] !== undefined)
    .map((field) => (
      <CustomField
        key={field.id}
        field={field}
        value={product.custom_values[field.id] ?? null}
        currency={product.currency}
        onSave={(value) => onSave({ [field.id]: value })}
      />
    ))
}

type CustomFieldProps = {
  field: CrmField
  value: CustomValue | null
  currency: string
  onSave: (value: CustomValue | null) => void
}

function CustomField({ field: { id, name, kind }, value, currency, onSave }: CustomFieldProps) {
  const saveText = (text: string) => onSave(text === '' ? null : text)
  switch (kind) {
    case 'select':
      return <EntryField field={`custom.${id}`} value={value === null ? null : String(value)} onSave={onSave} />
    case 'checkbox':
      return <CheckboxField label={name} isChecked={value === true} onSave={onSave} />
    case 'money':
      return (
        <MoneyField label={name} currency={currency} cents={typeof value === 'number' ? value : null} onSave={onSave} />
      )
    case 'number':
      return (
        <InlineField
          label={name}
          value={value === null ? '' : String(value)}
          onSave={(text) => onSave(text === '' ? null : Number(text.replace(',', '.')))}
          check={(text) => (/^(-?\d{1,12}([.,]\d{1,6})?)?$/.test(text) ? null : 'Enter a number, such as 1.5.')}
        />
      )
    case 'date':
      return <InlineField label={name} type="date" value={String(value ?? '')} onSave={saveText} />
    case 'url':
      return (
        <InlineField label={name} value={String(value ?? '')} onSave={saveText} check={isWebAddress}>
          {typeof value === 'string' && (
            <a
              href={value}
              target="_blank"
              rel="noreferrer"
              className="px-2 text-meta text-accent-solid hover:underline"
            >
              Open the page
            </a>
          )}
        </InlineField>
      )
    case 'text':
      return (
        <InlineField
          label={name}
          value={String(value ?? '')}
          onSave={saveText}
          check={(text) => (text.length <= 4000 ? null : 'At most 4,000 characters.')}
          lines="wrapped"
        />
      )
  }
}

type CheckboxFieldProps = { label: string; isChecked: boolean; onSave: (value: true | null) => void }

// An unticked checkbox stores no value, as before anyone edited it.
function CheckboxField({ label, isChecked, onSave }: CheckboxFieldProps) {
  return (
    <div className="grid grid-cols-[112px_1fr] gap-x-2 md:grid-cols-[144px_1fr]">
      <div className="col-start-2 px-2 py-1.5 text-table">
        <Checkbox isChecked={isChecked} onChange={(isTicked) => onSave(isTicked || null)}>
          {label}
        </Checkbox>
      </div>
    </div>
  )
}

function isWebAddress(text: string): string | null {
  if (text === '') return null
  const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
  return isWeb ? null : 'Enter a full link, such as https://example.com/page.'
}
