import type { InfluencerTask, TaskGroup } from '#core/tasks/schema.ts'
import { sampleTask as anyTask, sampleGroup as groupOf } from '#core/testing/task-samples.ts'
import type { SignedIn } from '../src/storage/items.ts'
import { ORIGIN } from './fake-server.ts'

export { ana as sampleMe } from '#core/testing/task-samples.ts'

export const sampleSession = (change: Partial<SignedIn> = {}): SignedIn => ({
  state: 'signed_in',
  origin: ORIGIN,
  access_token: 'token-1',
  refresh_token: 'refresh-1',
  expires_at_ms: Date.now() + 3_600_000,
  user: { id: '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c3d', email: 'ana@example.com' },
  ...change,
})

const VIDEO_TITLE = 'A lamp that charges your phone'

/** A pending task without a video of its own. */
export const sampleTask = (change: Partial<InfluencerTask> = {}): InfluencerTask =>
  anyTask({ video_id: null, video_title: VIDEO_TITLE, ...change })

/** A video with one pending task. */
export const sampleGroup = ({ tasks = [sampleTask()], ...change }: Partial<TaskGroup> = {}): TaskGroup =>
  groupOf(tasks, {
    key: 'lamp',
    video: { id: crypto.randomUUID(), filename: 'review.mp4', file_size: 12_400_000, duration_seconds: 42 },
    video_title: VIDEO_TITLE,
    ...change,
  })
