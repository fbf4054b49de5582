import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { Notice } from '#app/components/ui/notice.tsx'
import { Button } from '#ui/button.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { entriesQuery } from './entries.queries.ts'
import { useAddEntry } from './use-entries.ts'

const SUGGESTIONS = [
  { automation: 'video_made', name: 'Video Made', color: '#F97316', when: 'a video is saved' },
  { automation: 'catalog_imported', name: 'Imported', color: '#8B5CF6', when: 'a product comes from the catalog' },
] as const

/** Offers a status for each event that could move products and has no status yet. */
export function SuggestedStatuses() {
  const { data } = useQuery(entriesQuery('statuses'))
  const { mutate, isPending } = useAddEntry('statuses')
  const offered = SUGGESTIONS.filter((one) => !data?.items.some(({ automation }) => automation === one.automation))
  if (offered.length === 0) return null
  return (
    <Notice tone="info" className="mb-4">
      <p>Nothing moves yet when {offered.map(({ when }) => when).join(' or ')}.</p>
      <div className="mt-2 flex flex-wrap gap-2">
        {offered.map(({ automation, name, color }) => (
          <Button
            key={automation}
            size="small"
            isBusy={isPending}
            onClick={() =>
              mutate(
                { name, color, automation },
                { onError: (error) => showFailure(`“${name}” was not added.`, error) },
              )
            }
          >
            <Plus aria-hidden="true" /> Add “{name}”
          </Button>
        ))}
      </div>
    </Notice>
  )
}
