import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ExternalLink, RotateCcw } from 'lucide-react'
import { queryKeys } from '#app/domains/query-keys.ts'
import { NetworkMark } from '#app/domains/social/network-badge.tsx'
import { JobBadge } from '#app/domains/social/post-badge.tsx'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { publishingContract } from '#core/social/posts/publishing-contract.ts'
import type { PostJob, SocialPost } from '#core/social/posts/schema.ts'
import { Button } from '#ui/button.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { ResolvePost } from './resolve-post.tsx'

/** What became of a post on each account, with its link or the reason. */
export function PostResults({ post }: { post: SocialPost }) {
  return (
    <ul aria-label="Results" className="divide-y divide-line rounded-card border border-line bg-surface">
      {post.jobs.map((job) => (
        <li key={job.id} className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3">
          <NetworkMark network={job.network} className="mt-1" />
          <div className="min-w-0 flex-1 basis-48">
            <p className="font-medium break-words">{job.account_name}</p>
            <JobWords job={job} />
          </div>
          <JobBadge state={job.state} />
        </li>
      ))}
    </ul>
  )
}

function JobWords({ job }: { job: PostJob }) {
  const format = useFormat()
  const { state, permalink, posted_at, error, waiting_reason, cover_state, cover_error } = job
  return (
    <div className="flex flex-col gap-0.5 text-table text-muted">
      {error && <p className="text-failed">{error}</p>}
      {waiting_reason && <p className="text-waiting">{waiting_reason}</p>}
      {state === 'unknown' && (
        <>
          <p className="text-waiting">
            The network did not confirm this post. OpSyncPro is checking and does not send it again.
          </p>
          <ResolvePost job={job} />
        </>
      )}
      {posted_at && <p>Posted {format.instant(posted_at)}</p>}
      {cover_state === 'failed' && (
        <p className="text-waiting">Posted without the cover. {cover_error ?? 'The network refused the image.'}</p>
      )}
      {permalink && (
        <p>
          <a
            href={permalink}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1 underline underline-offset-2"
          >
            View post <ExternalLink className="size-3.5" aria-hidden="true" />
          </a>
        </p>
      )}
    </div>
  )
}

/** Tries again where a post failed; what is public stays as it is. */
export function RetryPost({ post }: { post: SocialPost }) {
  const queryClient = useQueryClient()
  const format = useFormat()
  const failed = post.jobs.filter(({ state }) => state === 'failed').length
  const retry = useMutation({
    mutationFn: () => api(publishingContract.retry, { params: { id: post.id } }),
    onSuccess: ({ retried }) => showDone(`Trying again on ${format.count(retried, 'account')}`),
    onError: (error) => showFailure('The post was not retried.', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.socialPosts }),
  })
  if (failed === 0) return null
  return (
    <Button onClick={() => retry.mutate()} isBusy={retry.isPending}>
      <RotateCcw aria-hidden="true" /> Retry {format.count(failed, 'account')}
    </Button>
  )
}
