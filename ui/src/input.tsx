import type { ComponentProps } from 'react'
import { cn } from './class-names.ts'

/** Shared by every field that takes text. */
export const inputStyle = [
  'min-w-0 rounded-control border border-line bg-surface text-ink transition-colors',
  'hover:border-line-strong focus-visible:border-accent focus-visible:outline-offset-0',
  'aria-invalid:border-failed disabled:cursor-not-allowed disabled:opacity-60',
].join(' ')

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={cn(inputStyle, 'h-8 w-full px-2.5', className)} />
}
