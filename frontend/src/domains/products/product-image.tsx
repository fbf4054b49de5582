import { Package } from 'lucide-react'
import { useState } from 'react'
import { cn } from '#ui/class-names.ts'

const SIZES = { small: 'size-6', medium: 'size-9', large: 'size-16' } as const

/** The product's picture on white, as Amazon's pictures expect; a parcel where there is none or it does not load. */
export function ProductImage({ url, size = 'medium' }: { url: string | null; size?: keyof typeof SIZES }) {
  const [brokenUrl, setBrokenUrl] = useState<string>()
  const box = cn('shrink-0 overflow-hidden rounded-control border border-line', SIZES[size])
  if (!url || url === brokenUrl) {
    return (
      <span className={cn(box, 'inline-flex items-center justify-center bg-sunken text-faint')} aria-hidden="true">
        <Package className="size-1/2" strokeWidth={1.5} />
      </span>
    )
  }
  return (
    <img
      src={url}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setBrokenUrl(url)}
      className={cn(box, 'bg-[#fff] object-contain')}
    />
  )
}
