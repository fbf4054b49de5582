import { ImagePlus, Star } from 'lucide-react'
import { useId, useState } from 'react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { SortableList } from '#app/components/ui/sortable-list.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { QUICK_LIST_LIMITS } from '#core/quick-list/schema.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import type { Picture } from './draft.ts'

type PicturePickerProps = {
  pictures: readonly Picture[]
  onChange: (pictures: Picture[]) => void
  error: string | undefined
}

/** Which pictures buyers see, in which order: the first that is used is the one of the search results. */
export function PicturePicker({ pictures, onChange, error }: PicturePickerProps) {
  const id = useId()
  const used = pictures.filter(({ isUsed }) => isUsed)
  const rows = pictures.map((picture, index) => ({ ...picture, id: picture.url, name: `image ${index + 1}` }))

  function move(url: string, position: number) {
    const moved = pictures.find((picture) => picture.url === url)
    const rest = pictures.filter((picture) => picture.url !== url)
    if (moved) onChange([...rest.slice(0, position - 1), moved, ...rest.slice(position - 1)])
  }
  const use = (url: string, isUsed: boolean) =>
    onChange(pictures.map((picture) => (picture.url === url ? { ...picture, isUsed } : picture)))

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
      <AddPicture
        known={pictures.map(({ url }) => url)}
        onAdd={(url) => onChange([...pictures, { url, preview_url: url, isUsed: true }])}
      />
      {error && (
        <p role="alert" className="text-meta text-failed">
          {error}
        </p>
      )}
    </section>
  )
}

function AddPicture({ known, onAdd }: { known: readonly string[]; onAdd: (url: string) => void }) {
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
