import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './class-names.ts'

/** A page has room around the message; the side panel has little. */
export type StateRoom = 'page' | 'panel'

type StateFrameProps = {
  icon: LucideIcon
  title: string
  message: ReactNode
  room: StateRoom
  tone: 'quiet' | 'failed'
  children: ReactNode
}

/** A message in place of content: an icon, a title, a sentence, and an action. */
export function StateFrame({ icon: Icon, title, message, room, tone, children }: StateFrameProps) {
  const isFailed = tone === 'failed'
  return (
    <div
      role={isFailed ? 'alert' : undefined}
      className={cn(
        'mx-auto flex flex-col items-center px-4 text-center',
        room === 'panel' ? 'max-w-xs py-12' : isFailed ? 'max-w-md py-16' : 'max-w-sm py-16',
      )}
    >
      <span
        className={cn(
          'inline-flex size-10 items-center justify-center rounded-card',
          room === 'panel' ? 'mb-3' : 'mb-4',
          isFailed ? 'bg-failed-soft text-failed' : 'border border-line bg-sunken text-muted',
        )}
      >
        <Icon className="size-5" aria-hidden="true" />
      </span>
      <h2 className="font-semibold">{title}</h2>
      <p className={cn('mt-1 text-muted', room === 'panel' && 'text-table')}>{message}</p>
      {children}
    </div>
  )
}

type EmptyStateProps = { icon: LucideIcon; title: string; children: ReactNode; action?: ReactNode; room?: StateRoom }

/** No rows yet, or no matching rows: the reason, and the one action that helps. */
export function EmptyState({ icon, title, children, action, room = 'page' }: EmptyStateProps) {
  return (
    <StateFrame icon={icon} title={title} message={children} room={room} tone="quiet">
      {action && <div className="mt-4">{action}</div>}
    </StateFrame>
  )
}
