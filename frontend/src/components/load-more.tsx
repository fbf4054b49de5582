import { useEffect, useEffectEvent, useRef } from 'react'
import { Button } from '#ui/button.tsx'

type LoadMoreProps = { hasMore: boolean; isLoading: boolean; hasFailed: boolean; onLoad: () => void }

/** The end of a list with more rows: loads the next page when it becomes visible, or when a person presses it. */
export function LoadMore({ hasMore, isLoading, hasFailed, onLoad }: LoadMoreProps) {
  const end = useRef<HTMLDivElement>(null)
  const load = useEffectEvent(() => {
    if (!isLoading && !hasFailed) onLoad()
  })
  useEffect(() => {
    if (!hasMore || !end.current) return
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && load(), {
      rootMargin: '400px',
    })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [hasMore])
  if (!hasMore) return null
  return (
    <div ref={end} className="flex items-center justify-center gap-3 py-6">
      {hasFailed && (
        <p role="alert" className="text-muted">
          The rest could not be loaded.
        </p>
      )}
      <Button onClick={onLoad} isBusy={isLoading}>
        {hasFailed ? 'Try again' : 'Show more'}
      </Button>
    </div>
  )
}
