import { useQuery } from '@tanstack/react-query'
import { Languages } from 'lucide-react'
import { useState } from 'react'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { DubDialog } from '#app/domains/videos/dubs/dub-dialog.tsx'
import { DubDownload } from '#app/domains/videos/dubs/dub-list.tsx'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { missingWords } from '#core/tasks/words.ts'
import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import { DubLanguage } from '#core/videos/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' })

/** The dub for the language of the upload: a download, its progress, or a button that requests it. */
export function TaskLanguage({ task }: { task: InfluencerTask }) {
  if (!task.requires_dubbing || task.status !== 'pending') return null
  const code = task.upload_language
  const name = LANGUAGES.of(code) ?? code
  const { variant, video_id } = task
  if (variant?.state === 'ready' && video_id !== null) {
    return (
      <span className="inline-flex flex-wrap items-center gap-x-1">
        <Badge tone="done">
          <Languages aria-hidden="true" /> {name} version ready
        </Badge>
        <DubDownload videoId={video_id} language={variant.language} />
      </span>
    )
  }
  if (variant?.state === 'pending' || variant?.state === 'processing') {
    return (
      <Badge tone="info">
        <Languages aria-hidden="true" /> {missingWords('needs_dub', task)}
      </Badge>
    )
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1">
      <Badge tone={variant ? 'failed' : 'waiting'}>
        <Languages aria-hidden="true" /> {variant ? `${name} dub failed` : missingWords('needs_dub', task)}
      </Badge>
      <DubOffer task={task} />
    </span>
  )
}

// An uploader may not spend credits.
function DubOffer({ task }: { task: InfluencerTask }) {
  const { asin, marketplace: country, video_id, variant } = task
  const { data: me } = useQuery(meQuery())
  const [isAsking, setAsking] = useState(false)
  const language = DubLanguage.safeParse(task.upload_language).data
  if (!language || video_id === null || !me || me.role === 'uploader') return null
  const words = variant ? 'Retry dub' : `Dub to ${DUB_LANGUAGE_NAMES[language]}…`
  return (
    <>
      <Button
        variant="quiet"
        size="small"
        aria-label={`${words} for ${asin} in ${country}`}
        onClick={() => setAsking(true)}
      >
        {words}
      </Button>
      <DubDialog videoId={video_id} language={language} isOpen={isAsking} onClose={() => setAsking(false)} />
    </>
  )
}
