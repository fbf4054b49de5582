import { useQuery } from '@tanstack/react-query'
import { Film } from 'lucide-react'
import { useState } from 'react'
import { SearchInput } from '#app/components/search-input.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { useSettled } from '#app/lib/use-settled.ts'
import { Button } from '#ui/button.tsx'
import { ImageBox } from '#ui/image-box.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

type VideoPickerProps = { videoId: string | null; onPick: (id: string) => void }

/** The video of a post. */
export function VideoPicker({ videoId, onPick }: VideoPickerProps) {
  const [isOpen, setOpen] = useState(false)
  const chosen = useQuery({ ...postQueries.video(videoId ?? ''), enabled: videoId !== null })
  return (
    <div className="flex items-center gap-3">
      {videoId !== null &&
        (chosen.data ? (
          <>
            <ImageBox
              url={chosen.data.poster_url}
              fallback={Film}
              className="h-16 w-12 shrink-0 rounded-control"
              fit="cover"
            />
            <p className="min-w-0 flex-1">
              <span className="block truncate font-medium">{chosen.data.filename}</span>
              <span className="block text-meta text-muted">{chosen.data.asin}</span>
            </p>
          </>
        ) : chosen.isError ? (
          <p className="flex-1 text-failed">We can't find this video.</p>
        ) : (
          <Skeleton className="h-16 flex-1" />
        ))}
      <Popover
        label="Choose a video"
        isOpen={isOpen}
        onOpenChange={setOpen}
        className="w-96 max-w-[calc(100vw-48px)] p-2"
        trigger={<Button>{videoId === null ? 'Choose video' : 'Change'}</Button>}
      >
        <FoundVideos
          onPick={(id) => {
            onPick(id)
            setOpen(false)
          }}
        />
      </Popover>
    </div>
  )
}

function FoundVideos({ onPick }: { onPick: (id: string) => void }) {
  const [search, setSearch] = useState('')
  const { data, isPending, isError } = useQuery(postQueries.videos(useSettled(search.trim())))
  return (
    <>
      <SearchInput label="Find video" placeholder="ASIN, title or file name" value={search} onChange={setSearch} />
      <ul aria-label="Videos" className="mt-2 flex flex-col">
        {isPending && <Skeleton className="h-24" />}
        {isError && <li className="p-2 text-failed">The videos could not be loaded.</li>}
        {data?.items.length === 0 && <li className="p-2 text-muted">No matching videos.</li>}
        {data?.items.map(({ id, filename, asin, product_title }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => onPick(id)}
              className="w-full rounded-control px-2 py-1.5 text-left hover:bg-hover"
            >
              <span className="block truncate text-table font-medium">{product_title ?? filename}</span>
              <span className="block truncate text-meta text-muted">
                {asin} · {filename}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
