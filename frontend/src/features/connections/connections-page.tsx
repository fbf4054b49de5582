import { useQuery } from '@tanstack/react-query'
import { Clapperboard, Languages, LockKeyhole, PackageSearch, Truck } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { AdministratorCard } from './administrator-card.tsx'
import { AfterSignIn } from './after-sign-in.ts'
import { ConnectionCard } from './connection-card.tsx'
import { ebay } from './ebay.tsx'
import { oneDrive } from './onedrive.tsx'
import { instagram, meta, TikTokCard, youtube } from './social.tsx'

/** The services of this workspace: purpose, permissions, state. */
export function ConnectionsPage() {
  const { data: me, isPending } = useQuery(meQuery())
  const [params] = useSearchParams()
  // The cards remove the result of a sign-in from the URL, so it is read before them.
  const [returned] = useState(() => [...params].find(([, result]) => result === 'connected')?.[0] ?? null)
  return (
    <PageLayout title="Connections">
      {isPending ? (
        <div role="status" aria-label="Loading connections" className="max-w-[640px]">
          <Skeleton className="h-60" />
        </div>
      ) : me?.role === 'uploader' ? (
        <EmptyState icon={LockKeyhole} title="Connections are for owners and managers">
          They decide where videos are stored. Your uploads are listed under Tasks.
        </EmptyState>
      ) : (
        <div className="flex max-w-[640px] flex-col gap-10 pb-16">
          <section aria-labelledby="own-connections">
            <h2 id="own-connections" className="mb-3 font-semibold">
              Your connections
            </h2>
            <div className="flex flex-col gap-4">
              <ConnectionCard view={oneDrive} />
              <ConnectionCard view={ebay} />
            </div>
          </section>
          <section aria-labelledby="social-connections">
            <h2 id="social-connections" className="mb-3 font-semibold">
              Social networks
            </h2>
            <AfterSignIn value={returned}>
              <div className="flex flex-col gap-4">
                <ConnectionCard view={meta} />
                <ConnectionCard view={instagram} />
                <ConnectionCard view={youtube} />
                <TikTokCard />
              </div>
            </AfterSignIn>
          </section>
          <section aria-labelledby="shared-connections">
            <h2 id="shared-connections" className="mb-3 font-semibold">
              Services set up by your administrator
            </h2>
            <div className="flex flex-col gap-4">
              <AdministratorCard
                feature="keepa"
                name="Keepa"
                icon={PackageSearch}
                purpose="Fills in title, image, brand and category of new products. It only receives their ASINs."
                variables={['KEEPA_API_KEY']}
              />
              <AdministratorCard
                feature="aftership"
                name="AfterShip"
                icon={Truck}
                purpose="Tracks shipments. It only receives the tracking number, the carrier and the product's title."
                variables={['AFTERSHIP_API_KEY', 'AFTERSHIP_WEBHOOK_SECRET']}
              />
              <AdministratorCard
                feature="elevenlabs"
                name="ElevenLabs"
                icon={Languages}
                purpose="Dubs videos into other languages, for credits you confirm each time. It reads the video from a link that expires after two hours."
                variables={['ELEVENLABS_API_KEY']}
              />
              <AdministratorCard
                feature="transcoder"
                name="Video conversion"
                icon={Clapperboard}
                purpose="Checks each video, makes its cover image, and converts it for social networks."
                variables={['TRANSCODER_URL', 'TRANSCODER_TOKEN']}
              />
            </div>
          </section>
        </div>
      )}
    </PageLayout>
  )
}
