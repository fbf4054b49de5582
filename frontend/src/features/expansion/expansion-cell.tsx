import { ExternalLink } from 'lucide-react'
import { Link } from 'react-router'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ExpansionCell, Proof } from '#core/catalog/expansion.ts'
import { SOURCE_NAMES } from '#core/catalog/words.ts'
import { amazonProductUrl } from '#core/marketplaces.ts'
import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import { DubLanguage } from '#core/videos/schema.ts'
import { Badge } from '#ui/badge.tsx'

const PROOFS: Record<Proof, { word: string; title: string }> = {
  own: { word: 'same ASIN', title: 'The ASIN of the video itself' },
  accepted: { word: 'accepted', title: 'A person accepted this ASIN as the product in the video' },
  found: { word: 'to review', title: 'A search found this ASIN to be the same product; a person has not decided yet' },
}

/** Keepa knows ten videos of the community, so ten may be more. */
const MOST_KNOWN_VIDEOS = 10

/** A video in one marketplace. Everything says its age and source; what nobody looked at says so. */
export function ExpansionCellView({ cell, productId }: { cell: ExpansionCell; productId: string }) {
  const format = useFormat()
  if (cell.availability === null || cell.checked_at === null) {
    return <p className="text-meta text-faint">Not checked</p>
  }
  const source = cell.source ? SOURCE_NAMES[cell.source] : ''
  const age = format.relative(cell.observed_at ?? cell.checked_at)
  return (
    <div className="flex flex-col items-start gap-1">
      <State cell={cell} />
      {cell.availability === 'available' && (
        <>
          <p className="text-meta">
            {cell.influencer_videos === null
              ? 'Videos not checked'
              : `${cell.influencer_videos}${cell.influencer_videos >= MOST_KNOWN_VIDEOS ? '+' : ''} influencer ${cell.influencer_videos === 1 ? 'video' : 'videos'}`}
          </p>
          {cell.sales_rank !== null && (
            <p className="text-meta text-muted">Rank {cell.sales_rank.toLocaleString(format.locale)}</p>
          )}
          <Dub cell={cell} />
        </>
      )}
      <p className="flex flex-wrap items-center gap-1 text-meta text-muted">
        <a
          href={amazonProductUrl(cell.marketplace, cell.asin)}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 tabular-nums underline-offset-4 hover:underline"
          aria-label={`${cell.asin} on Amazon ${cell.marketplace}`}
        >
          {cell.asin} <ExternalLink className="size-3" aria-hidden="true" />
        </a>
        {cell.proof === 'found' ? (
          <Link to={addresses.correlations({ product_id: productId })} title={PROOFS.found.title} className="underline">
            {PROOFS.found.word}
          </Link>
        ) : (
          <span title={PROOFS[cell.proof].title}>{PROOFS[cell.proof].word}</span>
        )}
      </p>
      <p className="text-meta text-faint">
        {source}, {age}
      </p>
    </div>
  )
}

function State({ cell }: { cell: ExpansionCell }) {
  if (cell.task_status === 'completed') return <Badge tone="info">Uploaded</Badge>
  if (cell.availability === 'unknown') {
    return (
      <Badge tone="waiting" title="The source does not say whether anyone sells it. That is not the same as no.">
        Stock unknown
      </Badge>
    )
  }
  if (cell.availability === 'unavailable') {
    return (
      <Badge title="The same product may have another ASIN there: search for it.">
        {cell.availability_reasons?.includes('not_listed') ? 'Not listed' : 'Not in stock'}
      </Badge>
    )
  }
  return <Badge tone="done">In stock</Badge>
}

function Dub({ cell }: { cell: ExpansionCell }) {
  const { locale } = useFormat()
  if (!cell.requires_dubbing) return null
  const language = DubLanguage.safeParse(cell.upload_language).data
  const name = language ? DUB_LANGUAGE_NAMES[language] : 'a'
  if (cell.dub_state === 'ready') return <p className="text-meta text-muted">{name} dub ready</p>
  if (cell.dub_state === 'pending' || cell.dub_state === 'processing') {
    return <p className="text-meta text-muted">{name} dub on its way</p>
  }
  return (
    <p className="text-meta text-muted">
      Needs {name === 'a' ? 'a dub' : `a ${name} dub`}
      {cell.dub_credits !== null && `, about ${cell.dub_credits.toLocaleString(locale)} credits`}
    </p>
  )
}
