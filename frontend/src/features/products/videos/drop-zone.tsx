import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { ACCEPTED_FILES } from '#app/domains/videos/uploads/check-file.ts'
import { uploads } from '#app/domains/videos/uploads/upload-store.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'

type DropZoneProps = { product: Pick<SourcedProduct, 'id' | 'asin'>; isFirst: boolean }

/** Accepts video files by drag and drop, or by the button. */
export function DropZone({ product, isFirst }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)

  function take(files: FileList | null) {
    for (const file of files ?? []) uploads.start(file, { product_id: product.id, asin: product.asin })
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a mouse's shortcut; the button inside does the same
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
      className={cn(
        'flex flex-wrap items-center justify-between gap-3 rounded-card border border-dashed px-4 py-4 transition-colors',
        isOver ? 'border-accent bg-accent-soft' : 'border-line-strong/60',
      )}
    >
      <div className="min-w-0">
        <p className="font-medium">{isFirst ? 'Drop the review video here' : 'Drop another video here'}</p>
        <p className="text-meta text-muted">MP4, MOV or WEBM, up to 2 GB in OneDrive, 500 MB without it</p>
      </div>
      <Button onClick={() => input.current?.click()}>
        <Upload aria-hidden="true" /> Choose file
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPTED_FILES}
        aria-label="Video file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          take(event.target.files)
          // The same file can be selected again after it failed.
          event.target.value = ''
        }}
      />
    </div>
  )
}
