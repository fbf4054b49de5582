import { Skeleton } from '#ui/skeleton.tsx'

/** Rows of the final height while a list loads for the first time. */
export function TableSkeleton({ label, rows = 8 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={label}>
      <div className="h-9 border-b border-line" />
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows never move
        <div key={index} className="flex h-[52px] items-center gap-4 border-b border-line px-2">
          <Skeleton className="size-9 shrink-0" />
          <Skeleton className="h-4 w-full max-w-80" />
          <Skeleton className="ml-auto hidden h-4 w-24 md:block" />
          <Skeleton className="hidden h-4 w-28 md:block" />
          <Skeleton className="hidden h-4 w-20 md:block" />
        </div>
      ))}
    </div>
  )
}
