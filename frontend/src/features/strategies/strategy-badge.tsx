import { Eye, Pause, Play } from 'lucide-react'
import type { Strategy } from '#core/prices/schema.ts'
import { Badge } from '#ui/badge.tsx'

/** Live, preview or paused: whether the strategy cuts anything. */
export function StrategyBadge({ strategy }: { strategy: Pick<Strategy, 'is_live' | 'is_active'> }) {
  if (!strategy.is_live) {
    return (
      <Badge tone="info">
        <Eye aria-hidden="true" /> Preview
      </Badge>
    )
  }
  return strategy.is_active ? (
    <Badge tone="done">
      <Play aria-hidden="true" /> Live
    </Badge>
  ) : (
    <Badge tone="waiting">
      <Pause aria-hidden="true" /> Paused
    </Badge>
  )
}
