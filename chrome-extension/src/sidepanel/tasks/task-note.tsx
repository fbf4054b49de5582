import { NotebookPen } from 'lucide-react'
import { useState } from 'react'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { Button } from '#ui/button.tsx'
import { TextLineForm } from './text-line-form.tsx'
import { changeTask } from './use-change-task.ts'

/** The note of a task, and the button that writes it. */
export function TaskNote({ account, task }: { account: string; task: InfluencerTask }) {
  const [isEditing, setEditing] = useState(false)
  const name = `${task.asin} in ${task.marketplace}`
  if (isEditing) {
    return (
      <TextLineForm
        label={`Note for ${name}`}
        initial={task.note ?? ''}
        maxLength={2000}
        onSave={(text) => {
          setEditing(false)
          void changeTask(account, task, { kind: 'note', note: text.trim() || null })
          return null
        }}
        onCancel={() => setEditing(false)}
      />
    )
  }
  return (
    <div className="flex items-start gap-1">
      {task.note && <p className="min-w-0 flex-1 whitespace-pre-line break-words text-meta text-muted">{task.note}</p>}
      <Button
        variant="quiet"
        size="small"
        className="-ml-2"
        aria-label={`${task.note ? 'Change' : 'Add'} note of ${name}`}
        onClick={() => setEditing(true)}
      >
        <NotebookPen aria-hidden="true" /> {task.note ? 'Change note' : 'Add note'}
      </Button>
    </div>
  )
}
