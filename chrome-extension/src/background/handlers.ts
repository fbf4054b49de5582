import type { Handlers } from '../messaging/handle-messages.ts'
import { cancelDownload, refreshDownloads, showDownload, startDownload } from './downloads.ts'

/** What the background does for each message. */
export const handlers: Handlers = {
  'downloads/start': ({ video_id }) => startDownload(video_id),
  'downloads/cancel': async ({ video_id }) => {
    await cancelDownload(video_id)
    return null
  },
  'downloads/show': ({ video_id }) => showDownload(video_id),
  'downloads/refresh': async () => {
    await refreshDownloads()
    return null
  },
}
