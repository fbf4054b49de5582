import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Select } from '#app/components/ui/select.tsx'
import { type PickedProduct, ProductPicker } from '#app/domains/products/product-picker.tsx'
import { describeError } from '#core/http/describe-error.ts'
import { CAROUSEL_WIDTH, DURATION_BADGE } from '#core/thumbnails/checks.ts'
import type { PreviewProduct, ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import { boxStyle } from './editor/box-style.ts'
import { layerName } from './editor/design-draft.ts'
import { FindingsList, sentencesOf } from './editor/findings.tsx'
import { thumbnailQueries } from './thumbnails.queries.ts'

/** Two templates side by side, as large as shoppers see them in a carousel. */
export function CompareTemplates({ template }: { template: ThumbnailTemplate }) {
  const { data: templates = [] } = useQuery(thumbnailQueries.templates())
  const [otherId, setOtherId] = useState<string>()
  const [product, setProduct] = useState<PickedProduct>()
  const { data: previewData } = useQuery(thumbnailQueries.previewData(template.owner_id, product?.id))
  const others = templates.filter(({ id }) => id !== template.id)
  const other = others.find(({ id }) => id === otherId) ?? others[0]
  const shown = previewData?.product ?? null

  return (
    <div className="flex flex-col gap-6 py-4">
      <div className="flex flex-wrap items-center gap-3">
        {other ? (
          <span className="inline-flex items-center gap-2">
            <span className="text-muted">Compare with</span>
            <Select
              label="Compare with"
              className="w-56"
              value={other.id}
              onChange={setOtherId}
              options={others.map(({ id, name, owner_name }) => ({ value: id, label: `${name} · ${owner_name}` }))}
            />
          </span>
        ) : (
          <p className="text-muted">There is no second template yet. This is how this one looks in a carousel.</p>
        )}
        <span className="inline-flex items-center gap-2">
          <span className="text-muted">Shown with</span>
          <ProductPicker
            filename="the comparison"
            product={product ?? (shown ? { id: shown.id, asin: shown.asin, title: shown.title } : undefined)}
            onPick={setProduct}
          />
        </span>
      </div>
      <div className="flex flex-wrap gap-6">
        {[template, ...(other ? [other] : [])].map((one) => (
          <CarouselCard key={one.id} template={one} product={shown} />
        ))}
      </div>
    </div>
  )
}

function CarouselCard({ template, product }: { template: ThumbnailTemplate; product: PreviewProduct | null }) {
  const { placement_zone, fit, background, removes_white_background, layers } = template
  const design = { placement_zone, fit, background, removes_white_background, layers }
  const draft = { owner_id: template.owner_id, template_id: template.id, product_id: product?.id ?? null, design }
  const { data, error } = useQuery(thumbnailQueries.preview(draft))
  const nameOf = (layerId: string | null) => {
    const layer = layers.find(({ id }) => id === layerId)
    return layer ? layerName(layers, layer) : null
  }
  return (
    <figure className="flex w-full flex-col gap-2" style={{ maxWidth: CAROUSEL_WIDTH }}>
      <figcaption className="font-medium">
        {template.name} <span className="font-normal text-muted">· {template.owner_name}</span>
      </figcaption>
      {error ? (
        <p role="alert" className="text-table text-failed">
          {describeError(error).message}
        </p>
      ) : data ? (
        // A shop's card: the same on light and dark pages.
        <span className="relative block overflow-hidden rounded-card border border-line">
          <img src={data.image} alt={`${template.name} in a carousel`} className="block h-auto w-full" />
          <span
            aria-hidden="true"
            className="absolute flex items-center justify-center"
            style={boxStyle(DURATION_BADGE)}
          >
            <span className="rounded-control bg-[#000b] px-1.5 py-0.5 text-meta text-[#fff] tabular-nums">1:24</span>
          </span>
        </span>
      ) : (
        <Skeleton className="aspect-video w-full" />
      )}
      {data && <FindingsList sentences={sentencesOf(data, nameOf)} />}
    </figure>
  )
}
