import type { ReactNode } from 'react'

/** One fact about an account, in a `dl`. */
export function DetailRow({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center justify-between gap-4 py-1.5">
      <dt className="shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center justify-end gap-3 text-right">{children}</dd>
    </div>
  )
}
