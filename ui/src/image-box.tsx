import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { cn } from './class-names.ts'

type ImageBoxProps = {
  url: string | null
  /** Shown where there is no image, or the image does not load. */
  fallback: LucideIcon
  /** The size, such as `size-9`. */
  className: string
  /** How the image fills its box: all of it is shown, or the box is filled. */
  fit?: 'contain' | 'cover'
}

/** An image on white that keeps its size while the image loads and when the image fails. */
export function ImageBox({ url, fallback: Fallback, className, fit = 'contain' }: ImageBoxProps) {
  const [brokenUrl, setBrokenUrl] = useState<string>()
  const box = cn('shrink-0 overflow-hidden rounded-control border border-line', className)
  if (!url || url === brokenUrl) {
    return (
      <span className={cn(box, 'inline-flex items-center justify-center bg-sunken text-faint')} aria-hidden="true">
        <Fallback className="size-1/2" strokeWidth={1.5} />
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
      className={cn(box, 'bg-[#fff]', fit === 'contain' ? 'object-contain' : 'object-cover')}
    />
  )
}
