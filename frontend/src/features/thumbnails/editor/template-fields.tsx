import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Select } from '#app/components/ui/select.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import { crmListQueries } from '#app/domains/products/crm-lists.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import type { Design } from '#core/thumbnails/design.ts'
import type { ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { missingCharacters } from '#core/thumbnails/scripts.ts'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { ImageChooser } from '../image-chooser.tsx'
import { thumbnailQueries } from '../thumbnails.queries.ts'
import type { UploadedImage } from '../upload-template-image.ts'
import { layerName, withLayer } from './design-draft.ts'
import { LayerFields } from './layer-fields.tsx'
import { LayerList } from './layer-list.tsx'
import { ProductFields } from './product-fields.tsx'

type TemplateFieldsProps = {
  template: ThumbnailTemplate | null
  ownerId: string | null
  onOwner: (id: string) => void
  name: string
  onName: (name: string) => void
  isActive: boolean
  onActive: (isActive: boolean) => void
  onImage: (image: UploadedImage) => void
  hasImage: boolean
  design: Design
  onChange: (design: Design) => void
  selected: string
  onSelect: (selected: string) => void
  onRemoveLayer: (id: string) => void
  /** The buttons that save. */
  children: ReactNode
}

/** Everything about a template in fields; what is selected decides the last ones. */
export function TemplateFields(props: TemplateFieldsProps) {
  const { template, ownerId, design, onChange, selected } = props
  const { data: owners } = useQuery(crmListQueries.owners())
  const { data: fonts } = useQuery(thumbnailQueries.fonts())
  const layer = design.layers.find(({ id }) => id === selected)
  const choices = (owners?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {props.children}
      <section aria-label="Template" className="flex flex-col gap-4">
        {!template && (
          <Field
            label="Owner"
            hint={
              owners && choices.length === 0 ? (
                <Link to={addresses.productSettings()} className="underline underline-offset-2">
                  Add an owner under Settings first.
                </Link>
              ) : undefined
            }
          >
            {(wiring) => <Select {...wiring} value={ownerId ?? ''} onChange={props.onOwner} options={choices} />}
          </Field>
        )}
        <Field label="Name" error={props.name.trim() === '' ? 'A template needs a name.' : undefined}>
          {(wiring) => (
            <Input
              {...wiring}
              value={props.name}
              maxLength={60}
              onChange={(event) => props.onName(event.target.value)}
            />
          )}
        </Field>
        {!template && (
          <p className="flex items-center justify-between gap-3">
            <span>
              Use it for new thumbnails
              <span className="block text-meta text-muted">It replaces the owner's active template.</span>
            </span>
            <Switch label="Use it for new thumbnails" isOn={props.isActive} onChange={props.onActive} />
          </p>
        )}
        {props.hasImage && <ImageChooser onUploaded={props.onImage} isReplacement />}
      </section>
      <LayerList
        design={design}
        onChange={onChange}
        selected={selected}
        onSelect={props.onSelect}
        onRemoveLayer={props.onRemoveLayer}
      />
      <section aria-label={layer ? layerName(design.layers, layer) : 'Product'}>
        {layer ? (
          <LayerFields
            key={layer.id}
            layer={layer}
            onChange={(change) => onChange(withLayer(design, layer.id, change))}
            missing={fonts ? missingCharacters(layer.text, fonts.coverage).join(' ') : ''}
          />
        ) : (
          <ProductFields key="product" design={design} onChange={onChange} />
        )}
      </section>
    </div>
  )
}
