import { cn } from './class-names.ts'

/** Two arrows chasing each other around a play mark: the video that stays in step everywhere. */
export function Icon({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={cn('shrink-0', className)} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#EA580C" />
      <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round">
        <path d="M9.2 11.4A8.2 8.2 0 0 1 24.2 16" />
        <path d="M22.8 20.6A8.2 8.2 0 0 1 7.8 16" />
      </g>
      <path d="M13.6 12.6v6.8a.6.6 0 0 0 .92.5l5.3-3.4a.6.6 0 0 0 0-1l-5.3-3.4a.6.6 0 0 0-.92.5Z" fill="#fff" />
    </svg>
  )
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2">
      <Icon />
      <span className="text-lead font-semibold tracking-tight">
        OpSync<span className="font-normal text-muted">Pro</span>
      </span>
    </span>
  )
}
