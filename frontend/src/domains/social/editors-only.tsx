import { useQuery } from '@tanstack/react-query'
import { LockKeyhole } from 'lucide-react'
import type { ReactNode } from 'react'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { EmptyState } from '#ui/empty-state.tsx'

/** What owners and managers see; an uploader reads why not. */
export function EditorsOnly({ children }: { children: ReactNode }) {
  const { data: me, isPending } = useQuery(meQuery())
  if (isPending) return <TableSkeleton label="Loading posts" />
  if (me?.role !== 'uploader') return children
  return (
    <EmptyState icon={LockKeyhole} title="Only owners and managers can post">
      Posts appear on the workspace's social accounts. Your uploads are listed under Tasks.
    </EmptyState>
  )
}
