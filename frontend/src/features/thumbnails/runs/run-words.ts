import type { ThumbnailRun } from '#core/thumbnails/schema.ts'

/** What a run is about. */
export function runTitle({ kind, template_name }: ThumbnailRun): string {
  if (kind === 'template') return template_name ? `After a change of ${template_name}` : 'After a change of a template'
  return kind === 'products' ? 'Chosen products' : 'Made automatically'
}

/** What became of its thumbnails so far. */
export function runCounts({ made, unchanged, failed }: ThumbnailRun): string {
  const parts = [`${made} made`]
  if (unchanged > 0) parts.push(`${unchanged} unchanged`)
  if (failed > 0) parts.push(`${failed} failed`)
  return parts.join(' · ')
}

export const doneOf = ({ made, unchanged, failed }: ThumbnailRun): number => made + unchanged + failed
