import { ArrowLeft, CheckCheck, Package } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { TaskGroup } from '#core/tasks/schema.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ImageBox } from '#ui/image-box.tsx'
import type { OutboxItem } from '../../outbox/outbox-item.ts'
import { DownloadButton } from '../downloads/download-button.tsx'
import { DownloadLine } from '../downloads/download-line.tsx'
import { TaskRow } from './task-row.tsx'
import { VideoFacts } from './video-facts.tsx'

type GroupViewProps = {
  account: string
  myId: string
  group: TaskGroup
  items: readonly OutboxItem[]
  onBack: () => void
}

/** One video with every task that is left. */
export function GroupView({ account, myId, group, items, onBack }: GroupViewProps) {
  const name = group.title ?? group.search_asin
  const backRef = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    backRef.current?.focus()
  }, [])
  return (
    <>
      <header className="sticky top-0 z-10 flex items-center border-b border-line bg-canvas px-1.5 py-1.5">
        <Button ref={backRef} variant="quiet" onClick={onBack}>
          <ArrowLeft aria-hidden="true" /> All videos
        </Button>
      </header>
      <main className="flex-1">
        <section className="border-b border-line p-3">
          <div className="flex gap-3">
            <ImageBox url={group.image_url} fallback={Package} className="size-16" />
            <div className="min-w-0 flex-1">
              <h1 className="line-clamp-3 font-semibold">{name}</h1>
              <p className="mt-0.5 text-meta text-muted">
                <VideoFacts group={group} />
              </p>
            </div>
          </div>
          {group.video && (
            <div className="mt-3">
              <DownloadButton choice={{ video_id: group.video.id, language: null }} />
            </div>
          )}
          {group.video && <DownloadLine choice={{ video_id: group.video.id, language: null }} className="mt-2" />}
        </section>
        {group.tasks.length === 0 ? (
          <EmptyState
            room="panel"
            icon={CheckCheck}
            title="All done"
            action={<Button onClick={onBack}>Back to all videos</Button>}
          >
            All uploads for this video are done.
          </EmptyState>
        ) : (
          <ul aria-label={`Tasks of ${name}`} className="divide-y divide-line">
            {group.tasks.map((task) => (
              <TaskRow
                key={task.id}
                account={account}
                myId={myId}
                task={task}
                groupTitle={group.title}
                isWaiting={items.some(({ task_id, state }) => task_id === task.id && state === 'waiting')}
              />
            ))}
          </ul>
        )}
      </main>
    </>
  )
}
