import { z } from 'zod'
import { Day } from '../../time.ts'
import { SocialNetwork } from '../networks.ts'

/** In what a network counts: UTF-16 units, code points or UTF-8 bytes of text; things; seconds, bytes and pixels. */
export const LimitUnit = z.enum(['utf16', 'codepoints', 'bytes', 'count', 'seconds', 'pixels', 'ratio_percent'])
export type LimitUnit = z.infer<typeof LimitUnit>

/** What a limit is about. `video_ratio_…`: width in percent of height, so 9:16 is 56. `reel_…`: what makes a reel. */
export const LimitName = z.enum([
  'caption_length',
  'title_length',
  'tags_length',
  'hashtags',
  'mentions',
  'video_seconds_min',
  'video_seconds_max',
  'video_bytes_max',
  'video_width_min',
  'video_height_min',
  'video_ratio_min',
  'video_ratio_max',
  'reel_seconds_min',
  'reel_seconds_max',
  'reel_width_min',
  'reel_height_min',
  'reel_ratio_min',
  'reel_ratio_max',
])
export type LimitName = z.infer<typeof LimitName>

/** One limit of a network, with where it was read and when. */
export const NetworkLimit = z.object({
  network: SocialNetwork,
  name: LimitName,
  value: z.number().int().min(0),
  unit: LimitUnit,
  /** False: a post over it is accepted with a warning. */
  is_blocking: z.boolean(),
  /** Where it was read, in words. */
  source: z.string(),
  checked_at: Day,
})
export type NetworkLimit = z.infer<typeof NetworkLimit>

const CHECKED = '2026-11-22'
type Row = [LimitName, number, LimitUnit, string, { warns: true }?]
const rows = (network: SocialNetwork, list: readonly Row[]): NetworkLimit[] =>
  list.map(([name, value, unit, source, options]) => ({
    network,
    name,
    value,
    unit,
    is_blocking: options?.warns !== true,
    source,
    checked_at: CHECKED,
  }))

const META_REELS = 'Meta, Reels publishing'
const IG_PUBLISHING = 'Meta, Instagram content publishing'
const YOUTUBE_VIDEOS = 'YouTube Data API, videos resource'
const TIKTOK_POSTING = 'TikTok, Content Posting API'

/**
 * What the networks accept: the default, and what the migration seeds `social_limits` with (a test compares the two). The
 * table is what the API and the page read, so that a limit can change without a release.
 */
export const DEFAULT_LIMITS: readonly NetworkLimit[] = [
  ...rows('instagram', [
    ['caption_length', 2200, 'utf16', IG_PUBLISHING],
    ['hashtags', 5, 'count', 'Ayrshare and RouteNote, since December 2025'],
    ['mentions', 3, 'count', 'Ayrshare, Instagram limits', { warns: true }],
    ['video_seconds_min', 3, 'seconds', META_REELS],
    ['video_seconds_max', 90, 'seconds', META_REELS],
    ['video_bytes_max', 1_000_000_000, 'bytes', IG_PUBLISHING],
    ['video_ratio_min', 1, 'ratio_percent', IG_PUBLISHING],
    ['video_ratio_max', 1000, 'ratio_percent', IG_PUBLISHING],
  ]),
  ...rows('facebook', [
    ['caption_length', 63_206, 'utf16', 'Meta, Page posts'],
    ['title_length', 255, 'utf16', 'Meta, Page videos'],
    ['video_seconds_min', 1, 'seconds', 'Meta, Page videos'],
    ['video_seconds_max', 14_400, 'seconds', 'Meta, Page videos'],
    ['video_bytes_max', 10_000_000_000, 'bytes', 'Meta, Page videos'],
    ['reel_seconds_min', 3, 'seconds', META_REELS],
    ['reel_seconds_max', 90, 'seconds', META_REELS],
    ['reel_width_min', 540, 'pixels', META_REELS],
    ['reel_height_min', 960, 'pixels', META_REELS],
    ['reel_ratio_min', 55, 'ratio_percent', META_REELS],
    ['reel_ratio_max', 57, 'ratio_percent', META_REELS],
  ]),
  ...rows('youtube', [
    ['title_length', 100, 'utf16', YOUTUBE_VIDEOS],
    ['caption_length', 5000, 'bytes', YOUTUBE_VIDEOS],
    ['tags_length', 500, 'utf16', YOUTUBE_VIDEOS],
    ['hashtags', 60, 'count', 'YouTube Help, hashtags', { warns: true }],
    ['video_seconds_min', 1, 'seconds', 'YouTube Help, uploads'],
    ['video_seconds_max', 43_200, 'seconds', 'YouTube Help, uploads'],
    ['video_bytes_max', 256_000_000_000, 'bytes', 'YouTube Data API, videos.insert'],
  ]),
  ...rows('tiktok', [
    ['caption_length', 2200, 'utf16', TIKTOK_POSTING],
    ['video_seconds_min', 3, 'seconds', TIKTOK_POSTING],
    ['video_seconds_max', 600, 'seconds', TIKTOK_POSTING],
    ['video_bytes_max', 4_000_000_000, 'bytes', TIKTOK_POSTING],
    ['video_width_min', 360, 'pixels', TIKTOK_POSTING],
    ['video_height_min', 360, 'pixels', TIKTOK_POSTING],
  ]),
]

/** The limit of a network by its name; null when the network has none. */
export const findLimit = (
  limits: readonly NetworkLimit[],
  network: SocialNetwork,
  name: LimitName,
): NetworkLimit | null => limits.find((limit) => limit.network === network && limit.name === name) ?? null
