import { cn } from './class-names.ts'

/** A block of the final size while its content loads. Each view must also say once, in words, that it is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn('block animate-breathe rounded-control bg-hover', className)} />
}
