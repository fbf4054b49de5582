import type { PostableAccount } from '#core/social/posts/contract.ts'
import type { CalendarPost, PostJob, SocialPost } from '#core/social/posts/schema.ts'

export const instagram: PostableAccount = {
  id: '11111111-1111-4111-8111-111111111111',
  network: 'instagram',
  name: 'Lamp shop',
  username: 'lamp.shop',
  avatar_url: null,
  is_active: true,
  can_post: true,
  missing_permissions: [],
}
export const youtube: PostableAccount = {
  ...instagram,
  id: '22222222-2222-4222-8222-222222222222',
  network: 'youtube',
  name: 'Lamps',
  username: null,
}

export const sampleJob = (change: Partial<PostJob> = {}): PostJob => ({
  id: '33333333-3333-4333-8333-333333333333',
  connection_id: instagram.id,
  network: 'instagram',
  account_name: 'Lamp shop',
  account_username: 'lamp.shop',
  account_avatar_url: null,
  is_active: true,
  caption: null,
  title: null,
  privacy: null,
  tags: [],
  state: 'pending',
  media_id: null,
  permalink: null,
  cover_state: null,
  cover_error: null,
  waiting_code: null,
  waiting_reason: null,
  error_code: null,
  error: null,
  posted_at: null,
  ...change,
})

export const samplePost = (change: Partial<SocialPost> = {}): SocialPost => ({
  id: '44444444-4444-4444-8444-444444444444',
  product_id: null,
  asin: 'B0C1234567',
  product_title: 'Desk lamp',
  image_url: null,
  video_id: null,
  video_filename: 'review.mp4',
  caption: 'A lamp',
  link: null,
  covers: true,
  dub_language: null,
  is_ai_generated: false,
  state: 'draft',
  scheduled_wall: null,
  time_zone: null,
  scheduled_at: null,
  schedule_rule: null,
  repeats_post_id: null,
  jobs: [sampleJob()],
  created_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
  ...change,
})

/** A post in the calendar of UTC. */
export const calendarPost = (wall: string, change: Partial<CalendarPost> = {}): CalendarPost => ({
  id: crypto.randomUUID(),
  state: 'scheduled',
  caption: '',
  product_title: 'Desk lamp',
  scheduled_wall: wall,
  time_zone: 'UTC',
  scheduled_at: `${wall}:00Z`,
  schedule_rule: null,
  updated_at: '2026-11-20T10:00:00Z',
  networks: ['instagram'],
  youtube_jobs: 0,
  needs_attention: false,
  ...change,
})
