import type { ReactNode } from 'react'

type PageLayoutProps = {
  title: string
  /** Beside the title, such as how many there are. */
  count?: ReactNode
  actions?: ReactNode
  toolbar?: ReactNode
  children: ReactNode
}

/** Title row, toolbar, content: the same on every page, so nothing jumps from one to the next. */
export function PageLayout({ title, count, actions, toolbar, children }: PageLayoutProps) {
  return (
    <div className="mx-auto w-full max-w-[1280px] px-4 md:px-8">
      <title>{`${title} · OpSyncPro`}</title>
      <header className="flex min-h-16 items-center justify-between gap-4 pt-2 md:min-h-20">
        <div className="flex min-w-0 items-baseline gap-2.5">
          <h1 className="truncate text-title font-semibold tracking-tight md:text-page">{title}</h1>
          {count !== undefined && <span className="text-muted tabular-nums">{count}</span>}
        </div>
        {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      </header>
      {toolbar && <div className="flex flex-wrap items-center gap-2 pb-4">{toolbar}</div>}
      {children}
    </div>
  )
}
