import type { ReactNode } from 'react'

/** A field of the sheet without a text input: its name beside it, as in `InlineField`. */
export function FieldRow({ label, htmlFor, children }: { label: string; htmlFor?: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[112px_1fr] items-start gap-x-2 md:grid-cols-[144px_1fr]">
      <label htmlFor={htmlFor} className="py-1.5 text-table text-muted">
        {label}
      </label>
      <div className="min-w-0">{children}</div>
    </div>
  )
}
