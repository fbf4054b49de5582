import type { ReactNode } from 'react'
import { Wordmark } from '#ui/wordmark.tsx'

type AuthLayoutProps = { title: string; lead?: ReactNode; children: ReactNode; footer?: ReactNode }

/** The frame of every page before sign-in: one narrow card, and a link to the other page below it. */
export function AuthLayout({ title, lead, children, footer }: AuthLayoutProps) {
  return (
    <main className="grid min-h-dvh place-items-center bg-sunken px-4 py-10">
      <title>{`${title} · OpSyncPro`}</title>
      <div className="w-full max-w-[380px]">
        <div className="mb-8 flex justify-center">
          <Wordmark />
        </div>
        <section className="rounded-card border border-line bg-surface p-6 sm:p-8">
          <h1 className="text-title font-semibold tracking-tight">{title}</h1>
          {lead && <p className="mt-1 text-muted">{lead}</p>}
          <div className="mt-6">{children}</div>
        </section>
        {footer && <p className="mt-4 text-center text-table text-muted">{footer}</p>}
      </div>
    </main>
  )
}

export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className="font-medium text-accent-solid underline-offset-4 hover:underline">
      {children}
    </a>
  )
}
