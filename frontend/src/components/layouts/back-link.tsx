import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** From a record's page to its list. */
export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="inline-flex items-center gap-1 text-table text-muted underline-offset-2 hover:underline">
      <ArrowLeft className="size-4" aria-hidden="true" /> {children}
    </Link>
  )
}
