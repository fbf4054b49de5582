import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { ApiError } from '#core/http/client.ts'
import { MAX_MESSAGE_BYTES, messageBytes } from '#core/social/inbox/message.ts'
import { type SavedReply, savedRepliesContract } from '#core/social/inbox/saved-replies.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Field } from '#ui/field.tsx'
import { Input, inputStyle } from '#ui/input.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { showFailure, showUndo } from '#ui/toasts/notify.ts'
import { inboxQueries } from './inbox.queries.ts'

/** The texts that a workspace answers often: add, change, delete. */
export function SavedReplies() {
  const client = useQueryClient()
  const replies = useQuery(inboxQueries.savedReplies())
  const [editing, setEditing] = useState<SavedReply | 'new' | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.savedReplies })
  const { mutate: remove } = useMutation({
    mutationFn: ({ id }: SavedReply) => api(savedRepliesContract.remove, { params: { id } }),
    onSuccess: (_answer, { shortcut, text }) =>
      showUndo(`Deleted /${shortcut}`, () => {
        void api(savedRepliesContract.create, { body: { shortcut, text } })
          .catch((error: unknown) => showFailure(`/${shortcut} was not restored.`, error))
          .finally(refresh)
      }),
    onError: (error) => showFailure('The reply was not deleted.', error),
    onSettled: refresh,
  })
  return (
    <section className="flex flex-col gap-3" aria-label="Saved replies">
      <div className="flex items-center justify-between gap-4">
        <h3 className="font-semibold">Saved replies</h3>
        <Button className="max-md:h-11" onClick={() => setEditing('new')}>
          <Plus aria-hidden="true" /> Add reply
        </Button>
      </div>
      {editing === 'new' && <ReplyForm onClose={() => setEditing(null)} />}
      {replies.isPending && <Skeleton className="h-14" />}
      {replies.isError && (
        <ErrorState
          title="Saved replies couldn't be loaded"
          error={replies.error}
          onRetry={() => void replies.refetch()}
          isRetrying={replies.isFetching}
          room="panel"
        />
      )}
      {replies.data?.length === 0 && editing === null && (
        <p className="text-muted">Save what you answer often, and insert it by typing / in a reply.</p>
      )}
      <ul className="flex flex-col gap-2">
        {replies.data?.map((reply) =>
          editing !== 'new' && editing?.id === reply.id ? (
            <li key={reply.id}>
              <ReplyForm reply={reply} onClose={() => setEditing(null)} />
            </li>
          ) : (
            <li key={reply.id} className="flex items-start gap-2 rounded-card border border-line p-3">
              <div className="min-w-0 flex-1">
                <p className="font-medium">/{reply.shortcut}</p>
                <p className="line-clamp-3 whitespace-pre-wrap text-table text-muted [overflow-wrap:anywhere]">
                  {reply.text}
                </p>
              </div>
              <Button
                size="icon"
                variant="quiet"
                className="max-md:size-11"
                aria-label={`Edit /${reply.shortcut}`}
                onClick={() => setEditing(reply)}
              >
                <Pencil aria-hidden="true" />
              </Button>
              <Button
                size="icon"
                variant="quiet"
                className="max-md:size-11"
                aria-label={`Delete /${reply.shortcut}`}
                onClick={() => remove(reply)}
              >
                <Trash2 aria-hidden="true" />
              </Button>
            </li>
          ),
        )}
      </ul>
    </section>
  )
}

function ReplyForm({ reply, onClose }: { reply?: SavedReply; onClose: () => void }) {
  const client = useQueryClient()
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      const body = { shortcut, text }
      return reply
        ? api(savedRepliesContract.update, { params: { id: reply.id }, body, ifMatch: reply.updated_at })
        : api(savedRepliesContract.create, { body })
    },
    onSuccess: onClose,
    onError: (failure) => {
      if (!(failure instanceof ApiError && failure.problem.issues)) showFailure('The reply was not saved.', failure)
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.savedReplies }),
  })
  const issues = error instanceof ApiError ? error.problem.issues : undefined
  const issueOf = (path: string) => issues?.find((issue) => issue.path === path)?.message
  const bytes = messageBytes(text.trim())
  return (
    <form
      aria-label={reply ? `Edit /${reply.shortcut}` : 'New reply'}
      className="flex flex-col gap-3 rounded-card border border-line p-4"
      onSubmit={(event) => {
        event.preventDefault()
        mutate()
      }}
    >
      <Field label="Shortcut" hint="One word, such as thanks." error={issueOf('shortcut')}>
        {(wiring) => (
          <Input
            {...wiring}
            autoFocus
            required
            maxLength={40}
            value={shortcut}
            onChange={(event) => setShortcut(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Text"
        error={issueOf('text')}
        aside={
          <span className={cn('text-meta tabular-nums', bytes > MAX_MESSAGE_BYTES ? 'text-failed' : 'text-muted')}>
            {bytes} / {MAX_MESSAGE_BYTES} bytes
          </span>
        }
      >
        {(wiring) => (
          <textarea
            {...wiring}
            required
            rows={4}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className={cn(inputStyle, 'min-h-24 w-full px-3 py-2')}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button className="max-md:h-11" onClick={onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="primary"
          className="max-md:h-11"
          isBusy={isPending}
          disabled={bytes > MAX_MESSAGE_BYTES}
        >
          Save reply
        </Button>
      </div>
    </form>
  )
}
