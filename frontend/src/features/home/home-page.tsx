import { useQuery } from '@tanstack/react-query'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { EbayToday } from './ebay-today.tsx'
import { FirstSteps } from './first-steps.tsx'
import { FollowUpsDue } from './follow-ups-due.tsx'
import { NeedingVideo } from './needing-video.tsx'
import { PendingTasks } from './pending-tasks.tsx'
import { Posts } from './posts.tsx'
import { RecentlyCompleted } from './recently-completed.tsx'
import { Shipments } from './shipments.tsx'

/** What to do next. */
export function HomePage() {
  const { data: me } = useQuery(meQuery())
  // An uploader only sees tasks; the API would refuse a request for products.
  const seesProducts = me !== undefined && me.role !== 'uploader'
  return (
    <PageLayout title="Home">
      <div className="flex flex-col gap-4 pb-12">
        {seesProducts && <FirstSteps />}
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
          {seesProducts && (
            <div className="flex min-w-0 flex-col gap-4">
              <EbayToday />
              <Posts />
              <FollowUpsDue />
              <NeedingVideo />
              <Shipments />
            </div>
          )}
          <div className="flex min-w-0 flex-col gap-4">
            <PendingTasks />
            <RecentlyCompleted />
          </div>
        </div>
      </div>
    </PageLayout>
  )
}
