import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { BackLink } from '#app/components/layouts/back-link.tsx'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { EditorsOnly } from '#app/domains/social/editors-only.tsx'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { WallTime } from '#core/social/posts/wall-time.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Composer } from './composer/composer.tsx'
import { draftOf, emptyDraft } from './composer/draft.ts'

/** A new post: of a video, at a time of the calendar, or a copy of another post. */
export function NewPostPage() {
  return (
    <PageLayout title="New post" toolbar={<BackLink to={addresses.posts()}>All posts</BackLink>}>
      <EditorsOnly>
        <NewPost />
      </EditorsOnly>
    </PageLayout>
  )
}

function NewPost() {
  const [search] = useSearchParams()
  const copyOf = search.get('copy_of')
  const settings = useQuery(postQueries.settings())
  const copied = useQuery({ ...postQueries.one(copyOf ?? ''), enabled: copyOf !== null })
  const error = settings.error ?? copied.error
  if (error) {
    return (
      <ErrorState
        title="The composer could not be opened"
        error={error}
        onRetry={() => void Promise.all([settings.refetch(), copyOf !== null && copied.refetch()])}
        isRetrying={settings.isFetching || copied.isFetching}
      />
    )
  }
  if (!settings.data || (copyOf !== null && !copied.data)) {
    return (
      <div role="status" aria-label="Loading the composer" className="flex flex-col gap-4">
        <Skeleton className="h-16" />
        <Skeleton className="h-48" />
      </div>
    )
  }
  const { time_zone } = settings.data
  const videoId = search.get('video_id')
  const wall = WallTime.safeParse(search.get('wall') ?? '').data ?? ''
  const base = copied.data ? { ...draftOf(copied.data, time_zone), wall: '', time_zone } : emptyDraft(time_zone)
  const initial = { ...base, ...(videoId && { video_id: videoId }), ...(wall && { wall }) }
  return <Composer post={null} initial={initial} keptAs={`post-draft.new.${copyOf ?? videoId ?? ''}`} />
}
