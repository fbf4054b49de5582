import type { SavedReply } from '#core/social/inbox/saved-replies.ts'
import { cn } from '#ui/class-names.ts'
import { menuStyle } from '#ui/dropdown-menu.tsx'

type SlashMenuProps = {
  id: string
  replies: readonly SavedReply[]
  current: SavedReply | undefined
  onChoose: (reply: SavedReply) => void
}

/** The saved replies for what is typed after a slash. The keys stay with the text field. */
export function SlashMenu({ id, replies, current, onChoose }: SlashMenuProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Saved replies"
      className={cn(menuStyle, 'absolute inset-x-4 bottom-full mb-1 max-h-64 overflow-y-auto p-1')}
    >
      {replies.length === 0 && <p className="px-2 py-1.5 text-table text-muted">No matching saved replies.</p>}
      {replies.map((reply) => (
        <button
          key={reply.id}
          id={`${id}-${reply.id}`}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={reply.id === current?.id}
          // The text field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(reply)}
          className={cn(
            'flex w-full items-baseline gap-2 rounded-control px-2 py-1.5 text-left max-md:min-h-11',
            reply.id === current?.id && 'bg-hover',
          )}
        >
          <span className="shrink-0 font-medium">/{reply.shortcut}</span>
          <span className="min-w-0 truncate text-table text-muted">{reply.text}</span>
        </button>
      ))}
    </div>
  )
}
