import { Link } from 'react-router'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { NetworkMark } from '#app/domains/social/network-badge.tsx'
import { JobBadge, PostBadge } from '#app/domains/social/post-badge.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { SocialPost } from '#core/social/posts/schema.ts'
import { describeWait } from '#core/social/posts/words.ts'
import { RetryPost } from './post-results.tsx'

/** A post in the list: its text, its time, and what became of it on each account. */
export function PostRow({ post }: { post: SocialPost }) {
  const format = useFormat()
  const name = post.product_title ?? post.video_filename ?? 'Post without a video'
  const wait = describeWait({ state: post.state, has_video: post.video_id !== null, jobs: post.jobs })
  return (
    <li aria-label={name} className="relative flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 hover:bg-hover">
      <ProductImage url={post.image_url} />
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-2">
          <Link
            to={addresses.post(post.id)}
            data-row-link
            className="font-medium break-words after:absolute after:inset-0 after:content-['']"
          >
            {name}
          </Link>
          <PostBadge state={post.state} />
        </p>
        <p className="line-clamp-1 text-table text-muted">{post.caption || 'No caption'}</p>
        {wait && <p className="text-table text-muted">{wait}</p>}
        <ul aria-label="Accounts" className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
          {post.jobs.map((job) => (
            <li key={job.id} className="relative inline-flex items-center gap-1.5 text-meta">
              <NetworkMark network={job.network} />
              {job.permalink ? (
                <a href={job.permalink} target="_blank" rel="noreferrer" className="underline underline-offset-2">
                  {job.account_name}
                </a>
              ) : (
                job.account_name
              )}
              {job.state !== 'pending' && <JobBadge state={job.state} />}
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-col items-start gap-1 text-table text-muted md:items-end">
        {post.scheduled_at && <time dateTime={post.scheduled_at}>{format.instant(post.scheduled_at)}</time>}
        <span className="relative">
          <RetryPost post={post} />
        </span>
      </div>
    </li>
  )
}
