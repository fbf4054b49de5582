import { videosContract } from '#core/videos/contract.ts'
import { api } from '../lib/api.ts'
import type { VideoChoice } from '../storage/items.ts'
import { askTab } from './ask-tab.ts'
import { AttachError, type FetchProgress, fetchFile } from './fetch-file.ts'
import type { FillResult } from './states.ts'
import type { HubTab } from './watch-tab.ts'

type Attaching = {
  tab: NonNullable<HubTab>
  choice: VideoChoice
  signal: AbortSignal
  onProgress: (progress: FetchProgress) => void
}

/**
 * Brings the video into the page's file field: asks for a link, loads the file here, hands it to the script in the tab.
 * Throws `AttachError`, `ApiError` or `NetworkError` with a sentence for people.
 */
export async function attachVideo({ tab, choice, signal, onProgress }: Attaching): Promise<FillResult> {
  // Before anything large is loaded: whether this Chrome can hand over files at all.
  if (!(await takesFiles(tab.tabId))) {
    throw new AttachError(
      'This Chrome cannot attach files. Update Chrome, or download the video and choose it on Amazon’s page.',
    )
  }
  const { url, filename } = await api(videosContract.download, {
    params: { id: choice.video_id },
    query: choice.language === null ? {} : { variant: `dub:${choice.language}` },
    signal,
  })
  const file = await fetchFile(url, { filename, signal, onProgress }).catch((error: unknown) => {
    // The browser gives no reason for a request that it or the network stopped.
    if (!(error instanceof TypeError)) throw error
    throw new AttachError(
      'The video could not be loaded. Check your connection, or download it and choose it on Amazon’s page.',
      {
        cause: error,
      },
    )
  })
  signal.throwIfAborted()
  const { selectors, marketplace } = tab
  return askTab(tab.tabId, 'creator-hub/attach-file', { selectors, marketplace, file })
}

/** Chrome before 148 turns a file in a message into an empty object. One byte shows it. */
const takesFiles = (tabId: number): Promise<boolean> =>
  askTab(tabId, 'creator-hub/probe-file', { blob: new Blob(['1']) }).then(
    (size) => size === 1,
    (error: unknown) => {
      if (error instanceof Error && error.message === 'invalid message') return false
      throw error
    },
  )
