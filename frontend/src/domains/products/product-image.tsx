import { Package } from 'lucide-react'
import { ImageBox } from '#ui/image-box.tsx'

const SIZES = { small: 'size-6', medium: 'size-9', large: 'size-16', compare: 'aspect-square w-full max-w-44' } as const

/** The product's image on white, as Amazon's images expect. */
export function ProductImage({ url, size = 'medium' }: { url: string | null; size?: keyof typeof SIZES }) {
  return <ImageBox url={url} fallback={Package} className={SIZES[size]} />
}
