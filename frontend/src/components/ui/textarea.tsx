import type { ComponentProps } from 'react'
import { cn } from '#app/lib/class-names.ts'
import { inputStyle } from './input.tsx'

/** Grows with its text (where the browser can) from three rows. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      {...rest}
      className={cn(inputStyle, 'field-sizing-content w-full px-2.5 py-1.5', className)}
    />
  )
}
