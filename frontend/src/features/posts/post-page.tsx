import { useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { BackLink } from '#app/components/layouts/back-link.tsx'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { wallWords } from '#app/domains/social/clock-words.ts'
import { EditorsOnly } from '#app/domains/social/editors-only.tsx'
import { PostBadge } from '#app/domains/social/post-badge.tsx'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { ApiError } from '#core/http/client.ts'
import type { SocialPost } from '#core/social/posts/schema.ts'
import { describeWait } from '#core/social/posts/words.ts'
import { buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Composer } from './composer/composer.tsx'
import { draftOf } from './composer/draft.ts'
import { PostActions } from './post-actions.tsx'
import { PostResults, RetryPost } from './post-results.tsx'
import { RepeatPost } from './repeat-post.tsx'

/** One post: its results, and the composer while it may still change. */
export function PostPage() {
  const { id = '' } = useParams()
  return (
    <PageLayout title="Post" toolbar={<BackLink to={addresses.posts()}>All posts</BackLink>}>
      <EditorsOnly>
        <OpenPost key={id} id={id} />
      </EditorsOnly>
    </PageLayout>
  )
}

function OpenPost({ id }: { id: string }) {
  const { data: post, error, isFetching, refetch } = useQuery(postQueries.one(id))
  const settings = useQuery(postQueries.settings())
  if (error instanceof ApiError && (error.is('post_not_found') || error.is('invalid_input'))) {
    return (
      <EmptyState icon={Send} title="We can't find this post">
        It was deleted, or the link belongs to another workspace.
      </EmptyState>
    )
  }
  if (!post) {
    return error ? (
      <ErrorState
        title="The post could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    ) : (
      <div role="status" aria-label="Loading the post" className="flex flex-col gap-4">
        <Skeleton className="h-12" />
        <Skeleton className="h-48" />
      </div>
    )
  }
  const timeZone = settings.data?.time_zone ?? post.time_zone ?? 'UTC'
  const canEdit = post.state === 'draft' || post.state === 'scheduled'
  return (
    <div className="flex flex-col gap-6 pb-8">
      <Head post={post} />
      {canEdit ? (
        <Composer
          key={`${post.id}-${post.updated_at}`}
          post={post}
          initial={draftOf(post, timeZone)}
          keptAs={`post-draft.${post.id}`}
        />
      ) : (
        <ReadOnly post={post} />
      )}
    </div>
  )
}

function Head({ post }: { post: SocialPost }) {
  const format = useFormat()
  const wait = describeWait({ state: post.state, has_video: post.video_id !== null, jobs: post.jobs })
  const isFailed = post.state === 'partial' || post.state === 'failed'
  return (
    <header className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <PostBadge state={post.state} />
        {post.scheduled_at && post.scheduled_wall && (
          <p className="text-muted">
            {format.instant(post.scheduled_at)}
            {post.time_zone !== format.timeZone &&
              ` · ${wallWords(post.scheduled_wall, format.locale)} (${post.time_zone})`}
          </p>
        )}
        <div className="ml-auto flex flex-wrap gap-2">
          <RetryPost post={post} />
          <PostActions post={post} />
        </div>
      </div>
      {wait && post.state !== 'draft' && <Notice tone={isFailed ? 'failed' : 'waiting'}>{wait}</Notice>}
    </header>
  )
}

function ReadOnly({ post }: { post: SocialPost }) {
  return (
    <>
      <PostResults post={post} />
      <section aria-label="Caption">
        <h2 className="mb-1 font-medium">Caption</h2>
        <p className="whitespace-pre-wrap break-words text-muted">{post.caption || 'No caption'}</p>
      </section>
      {post.product_id && post.product_title && (
        <p className="text-table">
          Product:{' '}
          <Link to={addresses.product(post.product_id)} className="underline underline-offset-2">
            {post.product_title}
          </Link>
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Link to={addresses.newPost({ copy_of: post.id })} className={buttonStyle({})}>
          Copy to a new post
        </Link>
        {(post.state === 'posted' || post.state === 'partial') && <RepeatPost post={post} />}
      </div>
    </>
  )
}
