import type { ReactNode } from 'react'
import { cn } from '#ui/class-names.ts'

type PageLayoutProps = {
  title: string
  /** Beside the title, such as the number of rows. */
  count?: ReactNode
  actions?: ReactNode
  toolbar?: ReactNode
  /** The content fills the rest of the window, scrolls on its own, and is as wide as the window. */
  fillsWindow?: boolean
  children: ReactNode
}

/** Title row, toolbar, content: in the same place on every page. */
export function PageLayout({ title, count, actions, toolbar, fillsWindow = false, children }: PageLayoutProps) {
  return (
    <div className={cn('mx-auto w-full px-4', fillsWindow ? 'flex h-dvh flex-col md:px-6' : 'max-w-[1280px] md:px-8')}>
      <title>{`${title} · OpSyncPro`}</title>
      <header className="flex shrink-0 min-h-16 items-center justify-between gap-4 pt-2 md:min-h-20">
        <div className="flex min-w-0 items-baseline gap-2.5">
          <h1 className="truncate text-title font-semibold tracking-tight md:text-page">{title}</h1>
          {count !== undefined && <span className="text-muted tabular-nums">{count}</span>}
        </div>
        {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      </header>
      {toolbar && <div className="flex shrink-0 flex-wrap items-center gap-2 pb-4">{toolbar}</div>}
      {children}
    </div>
  )
}
