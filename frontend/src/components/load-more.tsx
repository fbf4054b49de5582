import { useEffect, useEffectEvent, useRef } from 'react'
import { Button } from './ui/button.tsx'

type LoadMoreProps = { hasMore: boolean; isLoading: boolean; onLoad: () => void }

/** The end of a list that goes on: loads the next page when it comes into view, or when it is pressed. */
export function LoadMore({ hasMore, isLoading, onLoad }: LoadMoreProps) {
  const end = useRef<HTMLDivElement>(null)
  const load = useEffectEvent(() => {
    if (!isLoading) onLoad()
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
    <div ref={end} className="flex justify-center py-6">
      <Button onClick={onLoad} isBusy={isLoading}>
        Show more
      </Button>
    </div>
  )
}
