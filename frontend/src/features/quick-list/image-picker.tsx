import { ImagePlus, Star } from 'lucide-react'
import { useId, useState } from 'react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { SortableList } from '#app/components/ui/sortable-list.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { QUICK_LIST_LIMITS } from '#core/quick-list/schema.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import type { DraftImage } from './draft.ts'

type ImagePickerProps = {
  images: readonly DraftImage[]
  onChange: (images: DraftImage[]) => void
  error: string | undefined
}

/** The images that buyers see, in their order: the first used image is the one in search results. */
export function ImagePicker({ images, onChange, error }: ImagePickerProps) {
  const id = useId()
  const used = images.filter(({ isUsed }) => isUsed)
  const rows = images.map((image, index) => ({ ...image, id: image.url, name: `image ${index + 1}` }))

  function move(url: string, position: number) {
    const moved = images.find((image) => image.url === url)
    const rest = images.filter((image) => image.url !== url)
    if (moved) onChange([...rest.slice(0, position - 1), moved, ...rest.slice(position - 1)])
  }
  const use = (url: string, isUsed: boolean) =>
    onChange(images.map((image) => (image.url === url ? { ...image, isUsed } : image)))

  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3">
        <h3 id={id} className="font-semibold">
          Images
        </h3>
        <span className="text-meta text-muted tabular-nums">
          {used.length} of at most {QUICK_LIST_LIMITS.images}
        </span>
      </div>
      {rows.length > 0 && (
        <SortableList
          label="Images"
          items={rows}
          onMove={({ url }, position) => move(url, position)}
          className="divide-y divide-line overflow-hidden rounded-card border border-line"
        >
          {({ url, preview_url, isUsed, name }, handle) => (
            <div className="flex items-center gap-3 px-2 py-1.5">
              {handle}
              <ProductImage url={preview_url} />
              <Checkbox isChecked={isUsed} onChange={(next) => use(url, next)}>
                Use {name}
              </Checkbox>
              {used[0]?.url === url && (
                <span className="ml-auto inline-flex items-center gap-1 pr-2 text-meta text-muted">
                  <Star className="size-3.5" aria-hidden="true" /> Main image
                </span>
              )}
            </div>
          )}
        </SortableList>
      )}
      <AddImage
        known={images.map(({ url }) => url)}
        onAdd={(url) => onChange([...images, { url, preview_url: url, isUsed: true }])}
      />
      {error && (
        <p role="alert" className="text-meta text-failed">
          {error}
        </p>
      )}
    </section>
  )
}

function AddImage({ known, onAdd }: { known: readonly string[]; onAdd: (url: string) => void }) {
  const [isOpen, setIsOpen] = useState(known.length === 0)
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()

  function add() {
    const url = text.trim()
    if (!URL.canParse(url) || !url.startsWith('https://')) return setError('eBay only takes images with an https link.')
    if (known.includes(url)) return setError('This image is already in the list.')
    onAdd(url)
    setText('')
    setError(undefined)
  }

  if (!isOpen) {
    return (
      <div>
        <Button size="small" onClick={() => setIsOpen(true)}>
          <ImagePlus aria-hidden="true" /> Add an image
        </Button>
      </div>
    )
  }
  return (
    <Field label="Image URL" error={error}>
      {(wiring) => (
        <div className="flex gap-2">
          <Input
            {...wiring}
            type="url"
            placeholder="https://…"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
          />
          <Button onClick={add}>Add</Button>
        </div>
      )}
    </Field>
  )
}
