import { BackLink } from '#app/components/layouts/back-link.tsx'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { EditorsOnly } from '#app/domains/social/editors-only.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { CaptionTemplates } from './caption-templates.tsx'
import { HashtagSets } from './hashtag-sets.tsx'
import { Limits } from './limits.tsx'
import { PostingZone } from './posting-zone.tsx'
import { Repeats } from './repeats.tsx'
import { SlotEditor } from './slot-editor.tsx'

/** How a workspace posts: time zone, slots, caption templates, hashtag sets, repeats, and what networks accept. */
export function PostSettingsPage() {
  return (
    <PageLayout title="Post settings" toolbar={<BackLink to={addresses.posts()}>All posts</BackLink>}>
      <EditorsOnly>
        <div className="flex max-w-3xl flex-col gap-10 pb-10">
          <PostingZone />
          <SlotEditor />
          <CaptionTemplates />
          <HashtagSets />
          <Repeats />
          <Limits />
        </div>
      </EditorsOnly>
    </PageLayout>
  )
}
