import { Link2 } from 'lucide-react'
import { useState } from 'react'
import { formatRelative } from '#core/format.ts'
import { marketplace } from '#core/marketplaces.ts'
import { readPageLink } from '#core/tasks/page-link.ts'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { Button } from '#ui/button.tsx'
import { TextLineForm } from './text-line-form.tsx'
import { changeTask } from './use-change-task.ts'

/** When the task was completed and by whom, and the page on which the person found the upload, which may be added. */
export function TaskEvidence({ account, task, myId }: { account: string; task: InfluencerTask; myId: string }) {
  const [isEditing, setEditing] = useState(false)
  const { domain } = marketplace(task.marketplace)
  const name = `${task.asin} in ${task.marketplace}`
  function save(text: string): string | null {
    const page_url = readPageLink(task.marketplace, text)
    if (page_url === null) return `Enter an https link to a page of ${domain}.`
    setEditing(false)
    void changeTask(account, task, { kind: 'page_url', page_url })
    return null
  }
  const who =
    task.completed_by === null || task.completed_by === myId ? 'you' : (task.completed_by_name ?? 'a teammate')
  return (
    <div className="mt-1 text-meta text-muted">
      {task.completed_at && (
        <p>
          {formatRelative(task.completed_at, new Date())} by {who}
        </p>
      )}
      {task.page_url && (
        <a
          className="block truncate underline"
          href={task.page_url}
          target="_blank"
          rel="noreferrer"
          title={task.page_url}
        >
          {task.page_url}
        </a>
      )}
      {isEditing ? (
        <TextLineForm
          label={`Link to the page on ${domain} (optional)`}
          placeholder={`https://www.${domain}/…`}
          initial={task.page_url ?? ''}
          maxLength={2000}
          onSave={save}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <Button
          variant="quiet"
          size="small"
          className="-ml-2"
          aria-label={`${task.page_url ? 'Change' : 'Add'} page link of ${name}`}
          onClick={() => setEditing(true)}
        >
          <Link2 aria-hidden="true" /> {task.page_url ? 'Change page link' : 'Add page link'}
        </Button>
      )}
    </div>
  )
}
