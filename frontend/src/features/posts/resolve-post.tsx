import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { describeError } from '#core/http/describe-error.ts'
import { type PublishedCandidate, publishingContract } from '#core/social/posts/publishing-contract.ts'
import type { PostJob } from '#core/social/posts/schema.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** For a post that the network did not confirm: a person says which one it is, or that it is not there. */
export function ResolvePost({ job }: { job: PostJob }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button size="small" className="mt-1 self-start" onClick={() => setIsOpen(true)}>
        Find this post
      </Button>
      {isOpen && <ResolveDialog job={job} onClose={() => setIsOpen(false)} />}
    </>
  )
}

function ResolveDialog({ job, onClose }: { job: PostJob; onClose: () => void }) {
  const queryClient = useQueryClient()
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [...queryKeys.socialPosts, 'candidates', job.id],
    queryFn: ({ signal }) => api(publishingContract.candidates, { params: { id: job.id }, signal }),
    gcTime: 0,
  })
  const resolve = useMutation({
    mutationFn: (media_id: string | null) =>
      api(publishingContract.resolve, { params: { id: job.id }, body: { media_id } }),
    onSuccess: ({ state }) => {
      showDone(state === 'posted' ? 'The post is found' : 'The post can be tried again')
      onClose()
    },
    onError: (failure) => showFailure('The answer was not saved.', failure),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.socialPosts }),
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title="Which post is it?"
      description={`This is what ${job.account_name} has published since. Choose the one that OpSyncPro sent.`}
    >
      {data ? (
        <Candidates
          items={data.items}
          busyId={resolve.isPending ? resolve.variables : undefined}
          onChoose={resolve.mutate}
        />
      ) : error ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-muted">{describeError(error).message}</p>
          <Button onClick={() => void refetch()} isBusy={isFetching}>
            Try again
          </Button>
        </div>
      ) : (
        <div role="status" aria-label="Loading posts" className="flex flex-col gap-3">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          disabled={data === undefined}
          isBusy={resolve.isPending && resolve.variables === null}
          onClick={() => resolve.mutate(null)}
        >
          It is not there
        </Button>
      </DialogActions>
    </Dialog>
  )
}

type CandidatesProps = {
  items: readonly PublishedCandidate[]
  busyId: string | null | undefined
  onChoose: (mediaId: string) => void
}

function Candidates({ items, busyId, onChoose }: CandidatesProps) {
  const format = useFormat()
  if (items.length === 0) return <p className="text-muted">The account shows nothing new.</p>
  return (
    <ul aria-label="Published posts" className="divide-y divide-line rounded-card border border-line">
      {items.map(({ media_id, text, posted_at, permalink }) => (
        <li key={media_id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 flex-1 basis-48">
            <p className="line-clamp-2 break-words">{text || 'Without text'}</p>
            <p className="flex flex-wrap gap-x-3 text-meta text-muted">
              {format.instant(posted_at)}
              {permalink !== null && (
                <a
                  href={permalink}
                  target="_blank"
                  rel="noreferrer"
                  className="inline-flex items-center gap-1 underline underline-offset-2"
                >
                  View post <ExternalLink className="size-3.5" aria-hidden="true" />
                </a>
              )}
            </p>
          </div>
          <Button
            size="small"
            aria-label={`This one: ${text || 'Without text'}`}
            isBusy={busyId === media_id}
            onClick={() => onChoose(media_id)}
          >
            This one
          </Button>
        </li>
      ))}
    </ul>
  )
}
