import { PackageSearch, Paperclip, RotateCw, Type } from 'lucide-react'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { askTab } from '../../creator-hub/ask-tab.ts'
import { attachVideo } from '../../creator-hub/attach-video.ts'
import type { HubTab } from '../../creator-hub/watch-tab.ts'
import type { VideoChoice } from '../../storage/items.ts'
import { HubStep, Words } from './hub-step.tsx'
import { pageWords } from './hub-words.ts'
import { ReportSwitch } from './report-switch.tsx'
import { useHubStep } from './use-hub-step.ts'
import { useHubTab } from './use-hub-tab.ts'

/** Fills in the page of Creator Hub beside the panel, when it is open in the marketplace of this task. */
export function HubStrip({ task }: { task: InfluencerTask }) {
  const tab = useHubTab()
  if (task.status !== 'pending' || tab?.marketplace !== task.marketplace) return null
  const words = pageWords(tab.seen)
  const isChanged = tab.seen.state === 'changed'
  return (
    <section
      aria-label={`Creator Hub for ${task.asin} in ${task.marketplace}`}
      className="mt-2 flex flex-col gap-1.5 rounded-control border border-line bg-surface p-2"
    >
      <div className="flex min-h-6 items-center justify-between gap-2">
        <h2 className="text-meta font-semibold">Creator Hub</h2>
        {tab.seen.state === 'unreachable' && (
          <Button size="small" onClick={() => void chrome.tabs.reload(tab.tabId)}>
            <RotateCw aria-hidden="true" /> Reload tab
          </Button>
        )}
      </div>
      {words && <Words {...words} />}
      {isChanged && <CopyChips task={task} />}
      {(tab.seen.state === 'works' || tab.seen.state === 'changed') && (
        <Steps key={`${tab.tabId} ${tab.seen.opened_at} ${tab.seen.page}`} task={task} tab={tab} />
      )}
      {tab.seen.state === 'changed' && <ReportSwitch seen={tab.seen} />}
    </section>
  )
}

function CopyChips({ task }: { task: InfluencerTask }) {
  return (
    <div className="-ml-1 flex flex-wrap gap-1">
      {task.video_title && <CopyButton text={task.video_title} label="Copy title" />}
      <CopyButton text={task.asin} label="Copy ASIN" />
    </div>
  )
}

function Steps({ task, tab }: { task: InfluencerTask; tab: NonNullable<HubTab> }) {
  const { tabId, selectors, marketplace } = tab
  const targets = tab.seen.state === 'works' || tab.seen.state === 'changed' ? tab.seen.targets : {}
  const title = task.video_title
  const choice = fileOf(task)
  const titleStep = useHubStep(() =>
    askTab(tabId, 'creator-hub/fill-title', { selectors, marketplace, title: title ?? '' }),
  )
  const asinStep = useHubStep(() => askTab(tabId, 'creator-hub/fill-asin', { selectors, marketplace, asin: task.asin }))
  const fileStep = useHubStep(async ({ signal, onProgress }) => {
    if (!choice) return { outcome: 'not_found' }
    return attachVideo({ tab, choice, signal, onProgress })
  })
  return (
    <>
      {targets.title && targets.title !== 'changed' && (
        <HubStep name="title" {...titleStep} missing={title ? null : 'This task has no title yet.'}>
          <Type aria-hidden="true" /> Fill title
        </HubStep>
      )}
      {targets.asin && targets.asin !== 'changed' && (
        <HubStep name="asin" {...asinStep} missing={null}>
          <PackageSearch aria-hidden="true" /> Find ASIN
        </HubStep>
      )}
      {targets.file && targets.file !== 'changed' && (
        <HubStep name="file" {...fileStep} missing={choice ? null : missingFile(task)}>
          <Paperclip aria-hidden="true" /> Attach video
        </HubStep>
      )}
    </>
  )
}

/** The file that belongs on this page: the dub where the marketplace needs one, the video itself everywhere else. */
function fileOf({ video_id, requires_dubbing, variant }: InfluencerTask): VideoChoice | null {
  if (video_id === null) return null
  if (!requires_dubbing) return { video_id, language: null }
  return variant?.state === 'ready' ? { video_id, language: variant.language } : null
}

const missingFile = ({ video_id, upload_language }: InfluencerTask) =>
  video_id === null
    ? 'This task has no video yet.'
    : `The ${new Intl.DisplayNames('en', { type: 'language' }).of(upload_language)} version is not ready.`
