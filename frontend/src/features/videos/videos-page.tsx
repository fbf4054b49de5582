import { useInfiniteQuery } from '@tanstack/react-query'
import { Film, SearchX, Upload } from 'lucide-react'
import { z } from 'zod'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { LoadMore } from '#app/components/load-more.tsx'
import { UploadDrop } from '#app/domains/videos/uploads/manager/upload-drop.tsx'
import { useRememberedValue } from '#app/lib/remembered.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { useVideoFilters } from './use-video-filters.ts'
import { VideoGrid, VideoTable } from './video-list.tsx'
import { type VideoListFilters, videoLibraryQueries } from './videos.queries.ts'
import { VideosToolbar } from './videos-toolbar.tsx'

const Layout = z.enum(['grid', 'table'])

/** Every video of the workspace: what became of it, and what can be done about it. */
export function VideosPage() {
  const filtering = useVideoFilters()
  const [layout = 'grid', setLayout] = useRememberedValue('videos-layout', Layout)
  const list = useVideoList(filtering.filters)
  useRowKeys()
  return (
    <UploadDrop>
      {(openManager) => (
        <PageLayout
          title="Videos"
          count={list.data?.pages[0]?.total?.toLocaleString()}
          actions={
            <Button variant="primary" onClick={openManager}>
              <Upload aria-hidden="true" /> Upload videos
            </Button>
          }
          toolbar={<VideosToolbar filtering={filtering} layout={layout} onLayout={setLayout} />}
        >
          <Content list={list} filtering={filtering} layout={layout} onUpload={openManager} />
        </PageLayout>
      )}
    </UploadDrop>
  )
}

const useVideoList = (filters: VideoListFilters) => useInfiniteQuery(videoLibraryQueries.list(filters))

type ContentProps = {
  list: ReturnType<typeof useVideoList>
  filtering: ReturnType<typeof useVideoFilters>
  layout: z.infer<typeof Layout>
  onUpload: () => void
}

function Content({ list, filtering, layout, onUpload }: ContentProps) {
  const videos = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isPending) return <TableSkeleton label="Loading videos" rows={6} />
  if (list.isError && videos.length === 0) {
    return (
      <ErrorState
        title="The videos could not be loaded"
        error={list.error}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    )
  }
  if (videos.length === 0 && !list.isPlaceholderData) {
    return filtering.hasFilters ? (
      <EmptyState
        icon={SearchX}
        title="No matching videos"
        action={<Button onClick={filtering.clearFilters}>Clear filters</Button>}
      >
        No video matches this search and these filters.
      </EmptyState>
    ) : (
      <EmptyState icon={Film} title="No videos yet" action={<Button onClick={onUpload}>Choose videos</Button>}>
        Drop your review videos here. With the ASIN in the file name, each video is matched to its product
        automatically.
      </EmptyState>
    )
  }
  const List = layout === 'grid' ? VideoGrid : VideoTable
  return (
    <div className="pb-6">
      <List videos={videos} isStale={list.isPlaceholderData} />
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        hasFailed={list.isFetchNextPageError}
        onLoad={() => void list.fetchNextPage()}
      />
    </div>
  )
}
