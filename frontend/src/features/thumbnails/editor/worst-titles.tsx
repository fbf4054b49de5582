import type { PreviewData, RenderPreview } from '#core/thumbnails/schema.ts'
import { PreviewPicture } from './preview-picture.tsx'

const KINDS: Record<PreviewData['worst_titles'][number]['kind'], string> = {
  longest: 'Longest title',
  non_latin: 'Title in another script',
  emoji: 'Title with emoji',
}

type WorstTitlesProps = {
  titles: PreviewData['worst_titles']
  draft: RenderPreview
  nameOf: (layerId: string | null) => string | null
}

/** The same design with the workspace's titles that are the hardest to draw. */
export function WorstTitles({ titles, draft, nameOf }: WorstTitlesProps) {
  if (titles.length === 0) return null
  return (
    <section aria-labelledby="worst-titles">
      <h2 id="worst-titles" className="font-semibold">
        Your hardest titles
      </h2>
      <p className="mb-3 text-table text-muted">When these look right, your other products do too.</p>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-4">
        {titles.map(({ id, kind, video_title }) => (
          <PreviewPicture
            key={kind}
            draft={{ ...draft, product_id: id, video_title }}
            alt={`Thumbnail with the title ${video_title}`}
            nameOf={nameOf}
            caption={
              <>
                <span className="text-muted">{KINDS[kind]}:</span> {video_title}
              </>
            }
          />
        ))}
      </div>
    </section>
  )
}
