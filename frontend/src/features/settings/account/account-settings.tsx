import { Sessions } from './sessions.tsx'
import { SidePanelSection } from './side-panel-section.tsx'

/** Where the person is signed in, and the side panel. */
export function AccountSettings() {
  return (
    <div className="flex max-w-[720px] flex-col gap-10 pb-16">
      <section aria-labelledby="side-panel">
        <h2 id="side-panel" className="font-semibold">
          Side panel
        </h2>
        <p className="mb-4 text-muted">
          An extension for Chrome: your upload tasks beside Amazon, with the video, its title and the ASIN.
        </p>
        <SidePanelSection />
      </section>
      <section aria-labelledby="sessions">
        <h2 id="sessions" className="font-semibold">
          Sessions
        </h2>
        <p className="mb-4 text-muted">
          Where you are signed in. A browser that you sign out here stops within the hour; it cannot renew its access.
        </p>
        <Sessions />
      </section>
    </div>
  )
}
