import { useMutation } from '@tanstack/react-query'
import { ImageUp } from 'lucide-react'
import { type DragEvent, useId, useState } from 'react'
import { describeError } from '#core/http/describe-error.ts'
import { cn } from '#ui/class-names.ts'
import { Spinner } from '#ui/spinner.tsx'
import { refusalOf, type UploadedImage, uploadTemplateImage } from './upload-template-image.ts'

type ImageChooserProps = {
  onUploaded: (image: UploadedImage) => void
  /** A template has an image already: the chooser is small. */
  isReplacement: boolean
}

/** Chooses the image of a template, by a dialog or by dropping a file. */
export function ImageChooser({ onUploaded, isReplacement }: ImageChooserProps) {
  const id = useId()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const upload = useMutation({ mutationFn: uploadTemplateImage, onSuccess: onUploaded })
  const problem = refusal ?? (upload.error ? describeError(upload.error).message : null)

  function take(file: File | undefined) {
    if (!file || upload.isPending) return
    const found = refusalOf(file)
    setRefusal(found)
    if (!found) upload.mutate(file)
  }

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }

  return (
    <div className="flex flex-col gap-1.5">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'flex cursor-pointer flex-col items-center justify-center gap-1 rounded-card border border-dashed border-line-strong text-center hover:bg-hover',
          'has-focus-visible:outline-2 has-focus-visible:outline-accent',
          isReplacement ? 'flex-row px-3 py-2' : 'aspect-video w-full p-4',
          isOver && 'border-accent bg-hover',
        )}
      >
        {upload.isPending ? (
          <Spinner />
        ) : (
          <ImageUp className={isReplacement ? 'size-4' : 'size-6 text-muted'} aria-hidden="true" />
        )}
        <span className="font-medium">
          {upload.isPending ? 'Uploading…' : isReplacement ? 'Replace the image' : 'Choose an image'}
        </span>
        {!isReplacement && (
          <span className="text-table text-muted">
            or drop it here. JPEG, PNG or WebP, at most 5 MB, best 1280 × 720
          </span>
        )}
        <input
          id={id}
          type="file"
          accept="image/jpeg,image/png,image/webp"
          disabled={upload.isPending}
          className="sr-only"
          onChange={(event) => {
            take(event.target.files?.[0])
            // The same file can be chosen again.
            event.target.value = ''
          }}
        />
      </label>
      {problem && (
        <p role="alert" className="text-meta text-failed">
          {problem}
        </p>
      )}
    </div>
  )
}
