import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'react-router'
import { UploadRow } from '#app/domains/videos/uploads/manager/upload-row.tsx'
import { isUnderWay } from '#app/domains/videos/uploads/upload.ts'
import { useUploads } from '#app/domains/videos/uploads/use-uploads.ts'
import { addresses } from '#app/lib/addresses.ts'

/** The running uploads, on every page; hidden where the product's own sheet shows them. */
export function UploadTray() {
  const { pathname } = useLocation()
  const [isFolded, setFolded] = useState(false)
  const shown = useUploads().filter((upload) => pathname !== addresses.product(upload.product_id))
  if (shown.length === 0) return null
  const running = shown.filter(isUnderWay).length
  const Fold = isFolded ? ChevronUp : ChevronDown
  return (
    <section
      aria-label="Uploads"
      className="fixed inset-x-4 bottom-[72px] z-20 rounded-card border border-line bg-surface shadow-float md:inset-x-auto md:right-4 md:bottom-4 md:w-[356px]"
    >
      <button
        type="button"
        aria-expanded={!isFolded}
        onClick={() => setFolded(!isFolded)}
        className="flex h-10 w-full items-center justify-between px-4 font-medium"
      >
        {running > 0 ? `${running} ${running === 1 ? 'upload' : 'uploads'} under way` : 'Uploads'}
        <Fold className="size-4 text-muted" aria-hidden="true" />
      </button>
      {!isFolded && (
        <ul className="max-h-64 divide-y divide-line overflow-y-auto border-t border-line px-4">
          {shown.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      )}
    </section>
  )
}
