import { useQuery } from '@tanstack/react-query'
import { Film } from 'lucide-react'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { NETWORK_NAMES, type SocialNetwork } from '#core/social/networks.ts'
import { cutToLimit } from '#core/social/posts/count-text.ts'
import { cn } from '#ui/class-names.ts'
import { ImageBox } from '#ui/image-box.tsx'
import { type Draft, textOf } from './draft.ts'

/** What each network shows of a caption before "more". */
const SHOWN: Readonly<Record<SocialNetwork, number>> = { instagram: 125, facebook: 480, youtube: 100, tiktok: 150 }

type PreviewProps = { draft: Draft; networks: readonly SocialNetwork[] }

/** How the post looks on each network: its cover, title and the beginning of its text. */
export function Preview({ draft, networks }: PreviewProps) {
  const { data: video } = useQuery({ ...postQueries.video(draft.video_id ?? ''), enabled: draft.video_id !== null })
  const { data: cover } = useQuery({
    ...postQueries.cover(video?.asin ?? ''),
    enabled: draft.covers && video !== undefined,
  })
  const image = (draft.covers ? cover?.url : null) ?? video?.poster_url ?? null
  if (networks.length === 0) {
    return <p className="text-table text-muted">Choose an account to see a preview.</p>
  }
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {networks.map((network) => {
        const { caption, title } = textOf(draft, network)
        const shown = cutToLimit(caption, SHOWN[network], 'utf16')
        const isWide = network === 'youtube'
        return (
          <article
            key={network}
            aria-label={`Preview on ${NETWORK_NAMES[network]}`}
            className="overflow-hidden rounded-card border border-line bg-surface"
          >
            <p className="border-b border-line px-3 py-1.5 text-meta font-medium text-muted">
              {NETWORK_NAMES[network]}
            </p>
            <ImageBox
              url={image}
              fallback={Film}
              fit="cover"
              className={cn('w-full', isWide ? 'aspect-video' : 'aspect-[9/12]')}
            />
            <div className="p-3 text-table">
              {title !== null && <p className="font-medium break-words">{title || 'No title yet'}</p>}
              <p className="whitespace-pre-wrap break-words text-muted">
                {shown || 'No caption'}
                {shown.length < caption.length && '… more'}
              </p>
              {draft.is_ai_generated && <p className="mt-1 text-meta text-muted">AI-generated</p>}
            </div>
          </article>
        )
      })}
    </div>
  )
}
