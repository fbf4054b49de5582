import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { PostableAccount } from '#core/social/posts/contract.ts'
import type { Preflight } from '#core/social/posts/schema.ts'
import { cn } from '#ui/class-names.ts'

const TONES = { error: 'text-failed', warning: 'text-waiting', note: 'text-muted' } as const

type FindingsProps = { preflight: Preflight; accounts: readonly PostableAccount[] }

/** What the check before posting found, the worst first. */
export function Findings({ preflight: { findings, can_post }, accounts }: FindingsProps) {
  if (findings.length === 0) {
    return (
      <p role="status" className="flex items-center gap-2 text-done">
        <CircleCheck className="size-4" aria-hidden="true" /> Ready to post.
      </p>
    )
  }
  const order = { error: 0, warning: 1, note: 2 }
  const nameOf = (id: string | null) => accounts.find((account) => account.id === id)?.name
  return (
    <section aria-label="Check results">
      <p role="status" className="font-medium">
        {can_post ? 'Ready to post, with notes:' : 'Not ready yet:'}
      </p>
      <ul className="mt-1.5 flex flex-col gap-1.5 text-table">
        {findings
          .toSorted((a, b) => order[a.severity] - order[b.severity])
          .map(({ code, connection_id, severity, message }) => {
            const Icon = severity === 'note' ? Info : CircleAlert
            const name = nameOf(connection_id)
            return (
              <li key={`${code}-${connection_id}`} className={cn('flex items-start gap-2', TONES[severity])}>
                <Icon className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
                <span>
                  {name && <span className="font-medium">{name}: </span>}
                  {message}
                </span>
              </li>
            )
          })}
      </ul>
    </section>
  )
}
