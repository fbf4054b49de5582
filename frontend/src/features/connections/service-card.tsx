import type { LucideIcon } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Badge, type Tone } from '#ui/badge.tsx'

type ServiceCardProps = {
  name: string
  icon: LucideIcon
  /** What the service is for, in one sentence. */
  purpose: string
  /** undefined while it loads. */
  state: { tone: Tone; word: string } | undefined
  children: ReactNode
}

/** One outside service: purpose, state, and actions. */
export function ServiceCard({ name, icon: Icon, purpose, state, children }: ServiceCardProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-card border border-line bg-surface">
      <header className="flex items-start gap-3 p-4">
        <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-control border border-line bg-sunken text-muted">
          <Icon className="size-5" strokeWidth={1.75} aria-hidden="true" />
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <h3 id={id} className="font-semibold">
              {name}
            </h3>
            {state && <Badge tone={state.tone}>{state.word}</Badge>}
          </div>
          <p className="mt-0.5 text-muted">{purpose}</p>
        </div>
      </header>
      <div className="border-t border-line">{children}</div>
    </section>
  )
}
