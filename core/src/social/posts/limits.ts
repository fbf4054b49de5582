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
  /** Where it was read, in words; the page that should say it, when it was not confirmed there. */
  source: z.string(),
  /** The day on which the source said so; null: nobody has confirmed it yet. */
  checked_at: Day.nullable(),
})
export type NetworkLimit = z.infer<typeof NetworkLimit>

const CHECKED = '2026-11-22'
type Row = [LimitName, number, LimitUnit, Source, { warns: true }?]

/** A page as it was read, or one that was named and never read for this limit. */
type Source = { page: string; isRead: boolean }
const read = (page: string): Source => ({ page, isRead: true })
const named = (page: string): Source => ({ page: `${page} (not confirmed)`, isRead: false })

const rows = (network: SocialNetwork, list: readonly Row[]): NetworkLimit[] =>
  list.map(([name, value, unit, source, options]) => ({
    network,
    name,
    value,
    unit,
    is_blocking: options?.warns !== true,
    source: source.page,
    checked_at: source.isRead ? CHECKED : null,
  }))

const PAGE_REELS = read('Meta, Reels publishing of pages')
const PAGE_SECONDS = named('Meta, Reels of pages, older version')
const IG_PUBLISHING = read('Meta, Instagram content publishing')
const IG_VIDEOS = named('Meta, Instagram content publishing')
const PAGE_VIDEOS = named('Meta, Page videos')
const YOUTUBE_VIDEOS = read('YouTube Data API, videos resource')
const TIKTOK_POSTING = read('TikTok, Content Posting API')
const TIKTOK_VIDEOS = named('TikTok, Content Posting API')

/**
 * What the networks accept: the default, and what the migration seeds `social_limits` with (a test compares the two). The
 * table is what the API and the page read, so that a limit can change without a release.
 */
export const DEFAULT_LIMITS: readonly NetworkLimit[] = [
  ...rows('instagram', [
    ['caption_length', 2200, 'utf16', IG_PUBLISHING],
    ['hashtags', 5, 'count', read('Ayrshare and RouteNote, since December 2025')],
    ['mentions', 3, 'count', read('Ayrshare, Instagram limits'), { warns: true }],
    ['video_seconds_min', 3, 'seconds', IG_VIDEOS],
    ['video_seconds_max', 90, 'seconds', IG_VIDEOS],
    ['video_bytes_max', 1_000_000_000, 'bytes', IG_VIDEOS],
    ['video_ratio_min', 1, 'ratio_percent', IG_VIDEOS],
    ['video_ratio_max', 1000, 'ratio_percent', IG_VIDEOS],
  ]),
  ...rows('facebook', [
    ['caption_length', 63_206, 'utf16', named('Meta, Page posts')],
    ['title_length', 255, 'utf16', PAGE_VIDEOS],
    ['video_seconds_min', 1, 'seconds', PAGE_VIDEOS],
    ['video_seconds_max', 14_400, 'seconds', PAGE_VIDEOS],
    ['video_bytes_max', 10_000_000_000, 'bytes', PAGE_VIDEOS],
    ['reel_seconds_min', 3, 'seconds', PAGE_SECONDS],
    ['reel_seconds_max', 90, 'seconds', PAGE_SECONDS],
    ['reel_width_min', 540, 'pixels', PAGE_REELS],
    ['reel_height_min', 960, 'pixels', PAGE_REELS],
    ['reel_ratio_min', 55, 'ratio_percent', PAGE_REELS],
    ['reel_ratio_max', 57, 'ratio_percent', PAGE_REELS],
  ]),
  ...rows('youtube', [
    ['title_length', 100, 'utf16', YOUTUBE_VIDEOS],
    ['caption_length', 5000, 'bytes', YOUTUBE_VIDEOS],
    ['tags_length', 500, 'utf16', named('YouTube Data API, videos resource')],
    ['hashtags', 60, 'count', named('YouTube Help, hashtags'), { warns: true }],
    ['video_seconds_min', 1, 'seconds', named('YouTube Help, uploads')],
    ['video_seconds_max', 43_200, 'seconds', named('YouTube Help, uploads')],
    ['video_bytes_max', 256_000_000_000, 'bytes', named('YouTube Data API, videos.insert')],
  ]),
  ...rows('tiktok', [
    ['caption_length', 2200, 'utf16', TIKTOK_POSTING],
    ['video_seconds_min', 3, 'seconds', TIKTOK_VIDEOS],
    ['video_seconds_max', 600, 'seconds', TIKTOK_VIDEOS],
    ['video_bytes_max', 4_000_000_000, 'bytes', TIKTOK_VIDEOS],
    ['video_width_min', 360, 'pixels', TIKTOK_VIDEOS],
    ['video_height_min', 360, 'pixels', TIKTOK_VIDEOS],
  ]),
]

/** The limit of a network by its name; null when the network has none. */
export const findLimit = (
  limits: readonly NetworkLimit[],
  network: SocialNetwork,
  name: LimitName,
): NetworkLimit | null => limits.find((limit) => limit.network === network && limit.name === name) ?? null
