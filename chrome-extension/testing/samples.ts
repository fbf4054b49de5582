import { amazonProductUrl, amazonUploadUrl } from '#core/marketplaces.ts'
import type { InfluencerTask, TaskGroup } from '#core/tasks/schema.ts'
import type { SignedIn } from '../src/storage/items.ts'
import { ORIGIN } from './fake-server.ts'

const AT = '2026-11-20T09:30:00+00:00'

export const sampleSession = (change: Partial<SignedIn> = {}): SignedIn => ({
  state: 'signed_in',
  origin: ORIGIN,
  access_token: 'token-1',
  refresh_token: 'refresh-1',
  expires_at_ms: Date.now() + 3_600_000,
  user: { id: '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c3d', email: 'ana@example.com' },
  ...change,
})

export const sampleMe = {
  id: '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c3d',
  email: 'ana@example.com',
  name: 'Ana Lima',
  avatar_url: null,
  time_zone: 'Europe/Berlin',
  locale: 'en-US',
  theme: 'system',
  is_admin: false,
  current_workspace_id: '7d2c1b0a-9f8e-4d6c-b5a4-3c2b1a0f9e8d',
  role: 'owner',
  workspaces: [{ workspace_id: '7d2c1b0a-9f8e-4d6c-b5a4-3c2b1a0f9e8d', name: "Ana's workspace", role: 'owner' }],
  created_at: AT,
  updated_at: AT,
}

export function sampleTask(change: Partial<InfluencerTask> = {}): InfluencerTask {
  const asin = change.asin ?? 'B0C1234567'
  const marketplace = change.marketplace ?? 'US'
  return {
    id: crypto.randomUUID(),
    asin,
    search_asin: 'B0C1234567',
    product_id: null,
    correlation_id: null,
    title: 'Desk lamp',
    image_url: null,
    thumbnail_url: null,
    video_id: null,
    no_video_reason: null,
    video_title: 'A lamp that charges your phone',
    marketplace,
    status: 'pending',
    requires_dubbing: false,
    variant: null,
    amazon_product_url: amazonProductUrl(marketplace, asin),
    amazon_upload_url: amazonUploadUrl(marketplace),
    completed_at: null,
    completed_by: null,
    completed_by_name: null,
    claimed_by: null,
    claimed_by_name: null,
    claimed_until: null,
    note: null,
    created_at: AT,
    updated_at: AT,
    ...change,
  }
}

export function sampleGroup(change: Partial<TaskGroup> = {}): TaskGroup {
  const tasks = change.tasks ?? [sampleTask()]
  return {
    key: 'lamp',
    video: { id: crypto.randomUUID(), filename: 'review.mp4', file_size: 12_400_000, duration_seconds: 42 },
    search_asin: 'B0C1234567',
    title: 'Desk lamp',
    image_url: null,
    video_title: 'A lamp that charges your phone',
    counts: { US: { pending: tasks.length, completed: 0, skipped: 0 } },
    tasks,
    ...change,
  }
}
