import { useInfiniteQuery } from '@tanstack/react-query'
import { Film, SearchX, Upload } from 'lucide-react'
import { z } from 'zod'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { UploadDrop } from '#app/domains/videos/uploads/manager/upload-drop.tsx'
import { useRememberedValue } from '#app/lib/remembered.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { VideoGrid, VideoTable } from './video-list.tsx'
import { type VideoListFilters, videoLibraryQueries } from './videos.queries.ts'
import { useVideosAddress, type VideosFiltering } from './videos-address.ts'
import { VideosToolbar } from './videos-toolbar.tsx'

const Layout = z.enum(['grid', 'table'])

/** Every video of the workspace with its steps and actions. */
export function VideosPage() {
  const filtering = useVideosAddress()
  const [layout = 'grid', setLayout] = useRememberedValue('videos-layout', Layout)
  const list = useVideoList(filtering.filters)
  useRowKeys()
  return (
    <UploadDrop>
      {(openManager) => (
        <PageLayout
          title="Videos"
          count={list.total?.toLocaleString()}
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

const useVideoList = (filters: VideoListFilters) =>
  usePagedRows(useInfiniteQuery(videoLibraryQueries.list(filters)), ({ items }) => items)

type ContentProps = {
  list: ReturnType<typeof useVideoList>
  filtering: VideosFiltering
  layout: z.infer<typeof Layout>
  onUpload: () => void
}

function Content({ list, filtering, layout, onUpload }: ContentProps) {
  const List = layout === 'grid' ? VideoGrid : VideoTable
  return (
    <div className="pb-6">
      <ListStates
        list={list}
        skeleton={<TableSkeleton label="Loading videos" rows={6} />}
        failure="The videos could not be loaded"
        empty={
          filtering.hasFilters ? (
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
      >
        <List videos={list.rows} isStale={list.isStale} />
      </ListStates>
    </div>
  )
}
