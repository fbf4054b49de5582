import { useQuery } from '@tanstack/react-query'
import { Check, RotateCcw, SkipForward, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { SelectionBar } from '#app/components/data-table/selection-bar.tsx'
import type { Selection } from '#app/components/data-table/use-selection.ts'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { Button } from '#ui/button.tsx'
import type { BulkTasks } from './use-bulk-tasks.ts'
import { useDeleteTasks } from './use-delete-tasks.ts'

type BulkBarProps = {
  /** What is selected of the loaded tasks. */
  tasks: readonly InfluencerTask[]
  selection: Selection
  bulk: BulkTasks
}

/** The actions for the selected tasks; covers the foot of the list while tasks are selected. */
export function BulkBar({ tasks, selection, bulk }: BulkBarProps) {
  const format = useFormat()
  const { data: me } = useQuery(meQuery())
  const [isAsking, setAsking] = useState(false)
  const remove = useDeleteTasks()
  const pending = tasks.filter(({ status }) => status === 'pending')
  const others = tasks.filter(({ status }) => status !== 'pending')
  const words = format.count(tasks.length, 'task')
  // A button that is not about the whole selection says how many it is about.
  const numberOf = (some: readonly InfluencerTask[]) =>
    some.length < tasks.length ? ` ${some.length.toLocaleString(format.locale)}` : ''
  return (
    <SelectionBar label="Selected tasks" count={tasks.length} onClear={selection.clear}>
      {pending.length > 0 && (
        <>
          <Act icon={<Check />} isDisabled={bulk.isPending} onClick={() => bulk.change(pending, 'completed')}>
            Complete{numberOf(pending)}
          </Act>
          <Act icon={<SkipForward />} isDisabled={bulk.isPending} onClick={() => bulk.change(pending, 'skipped')}>
            Skip{numberOf(pending)}
          </Act>
        </>
      )}
      {others.length > 0 && (
        <Act icon={<RotateCcw />} isDisabled={bulk.isPending} onClick={() => bulk.change(others, 'pending')}>
          Reopen{numberOf(others)}
        </Act>
      )}
      {me && me.role !== 'uploader' && (
        <Act
          icon={<Trash2 />}
          isDisabled={bulk.isPending}
          className="text-failed hover:text-failed"
          onClick={() => setAsking(true)}
        >
          Delete
        </Act>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Delete ${words}?`}
        action={`Delete ${words}`}
        isBusy={remove.isPending}
        onConfirm={() =>
          remove.mutate(tasks, {
            onSuccess: ({ gone }) => selection.setSelected([...gone], false),
            onSettled: () => setAsking(false),
          })
        }
      >
        Their notes and completions are deleted too, and nothing brings them back. A deleted task is created again when
        its product or correlation needs it. To keep a task away, skip it.
      </ConfirmDialog>
    </SelectionBar>
  )
}

type ActProps = {
  icon: ReactNode
  onClick: () => void
  isDisabled: boolean
  className?: string
  children: ReactNode
}

function Act({ icon, onClick, isDisabled, className = '', children }: ActProps) {
  return (
    <Button size="small" variant="quiet" className={`max-md:h-11 ${className}`} onClick={onClick} disabled={isDisabled}>
      {icon} {children}
    </Button>
  )
}
