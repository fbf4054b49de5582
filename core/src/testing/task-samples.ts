import type { Me } from '../accounts/schema.ts'
import { amazonProductUrl, amazonUploadUrl, marketplace } from '../marketplaces.ts'
import { type InfluencerTask, type TaskGroup, UploadLanguage } from '../tasks/schema.ts'

const AT = '2026-11-20T09:30:00+00:00'

/** The signed-in person of tests that name no other. */
export const ana: Me = {
  id: '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c3d',
  email: 'ana@example.com',
  name: 'Ana Lima',
  avatar_url: null,
  time_zone: 'Europe/Berlin',
  locale: 'en-US',
  theme: 'system',
  email_notices: true,
  is_admin: false,
  current_workspace_id: '7d2c1b0a-9f8e-4d6c-b5a4-3c2b1a0f9e8d',
  role: 'owner',
  workspaces: [{ workspace_id: '7d2c1b0a-9f8e-4d6c-b5a4-3c2b1a0f9e8d', name: "Ana's workspace", role: 'owner' }],
  created_at: AT,
  updated_at: AT,
}

/** A pending task in the US with a video. */
export const sampleTask = (change: Partial<InfluencerTask> = {}): InfluencerTask => ({
  id: crypto.randomUUID(),
  asin: 'B0C1234567',
  search_asin: 'B0C1234567',
  product_id: null,
  correlation_id: null,
  title: 'Desk lamp',
  image_url: null,
  thumbnail_url: null,
  video_id: '5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d',
  no_video_reason: null,
  video_title: 'Desk lamp',
  marketplace: 'US',
  status: 'pending',
  upload_language: UploadLanguage.parse(marketplace(change.marketplace ?? 'US').language),
  requires_dubbing: false,
  variant: null,
  amazon_product_url: amazonProductUrl(change.marketplace ?? 'US', change.asin ?? 'B0C1234567'),
  amazon_upload_url: amazonUploadUrl(change.marketplace ?? 'US'),
  completed_at: null,
  completed_by: null,
  completed_by_name: null,
  completion_id: null,
  page_url: null,
  claimed_by: null,
  claimed_by_name: null,
  claimed_until: null,
  availability: null,
  availability_checked_at: null,
  missing: [],
  note: null,
  created_at: AT,
  updated_at: AT,
  ...change,
})

/** The tasks of one video. */
export const sampleGroup = (tasks: InfluencerTask[], change: Partial<TaskGroup> = {}): TaskGroup => ({
  key: 'video-1',
  video: {
    id: '5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d',
    filename: 'review.mp4',
    file_size: 12_400_000,
    duration_seconds: 42,
  },
  search_asin: 'B0C1234567',
  title: 'Desk lamp',
  image_url: null,
  video_title: 'Honest Review - Desk lamp',
  counts: { US: { pending: tasks.length, completed: 0, skipped: 0 } },
  tasks,
  ...change,
})
