import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from './class-names.ts'
import { Spinner } from './spinner.tsx'

/** Also for links that look like buttons. `primary` once per view. */
export const buttonStyle = cva(
  [
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control font-medium',
    'transition-colors disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'bg-accent-solid text-accent-ink hover:bg-accent-solid-hover',
        secondary: 'border border-line bg-surface text-ink hover:bg-hover',
        quiet: 'text-muted hover:bg-hover hover:text-ink',
        danger: 'border border-line bg-surface text-failed hover:bg-failed-soft',
      },
      size: {
        small: 'h-7 px-2 text-table',
        medium: 'h-8 px-3 text-body',
        large: 'h-10 px-4 text-body',
        icon: 'size-8',
        'icon-small': 'size-7',
        'icon-tiny': 'size-6',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'medium' },
  },
)

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonStyle> & { isBusy?: boolean }

/** A button; while `isBusy` it keeps its width and focus, shows a spinner and does nothing. */
export function Button({ variant, size, isBusy = false, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={isBusy || undefined}
      {...rest}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      className={cn(buttonStyle({ variant, size }), 'relative', className)}
    >
      {isBusy && <Spinner className="absolute" />}
      <span className={cn('inline-flex items-center gap-1.5', isBusy && 'opacity-0')}>{children}</span>
    </button>
  )
}
