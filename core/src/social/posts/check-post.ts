import { z } from 'zod'
import { NETWORK_NAMES, SocialNetwork } from '../networks.ts'
import { findHashtags, findMentions, measureText, tagsLength } from './count-text.ts'
import { findLimit, type LimitName, type LimitUnit, type NetworkLimit } from './limits.ts'

/** `error`: it cannot be posted so. `warning`: the network may refuse or change it. `note`: good to know. */
export const Severity = z.enum(['error', 'warning', 'note'])

/** What stands against a post on one network, or what to know about it. */
export const Finding = z.object({
  network: SocialNetwork.nullable(),
  /** The account that it is about; null for the network as a whole. */
  connection_id: z.uuid().nullable(),
  code: z.string(),
  severity: Severity,
  /** A sentence that says what to do. */
  message: z.string(),
})
export type Finding = z.infer<typeof Finding>

export type PostText = { caption: string; title: string | null; tags: readonly string[] }

/** How much of a limit a text uses, for a counter. */
export type LimitUse = { name: LimitName; used: number; most: number; unit: LimitUnit; is_blocking: boolean }

const number = (value: number) => value.toLocaleString('en-US')

/** The counters of a text on a network, in the network's own unit. */
export function limitUses(network: SocialNetwork, text: PostText, limits: readonly NetworkLimit[]): LimitUse[] {
  const uses: LimitUse[] = []
  const add = (name: LimitName, measure: (unit: LimitUnit) => number) => {
    const limit = findLimit(limits, network, name)
    if (!limit) return
    const { value: most, unit, is_blocking } = limit
    uses.push({ name, used: measure(unit), most, unit, is_blocking })
  }
  add('caption_length', (unit) => measureText(text.caption, unit))
  add('hashtags', () => findHashtags(text.caption).length)
  add('mentions', () => findMentions(text.caption).length)
  if (text.title !== null) add('title_length', (unit) => measureText(text.title ?? '', unit))
  if (text.tags.length > 0) add('tags_length', () => tagsLength(text.tags))
  return uses
}

/** What a limit counts, in words: things to remove, or a text to shorten. */
const COUNTED: Partial<Record<LimitName, [one: string, many: string]>> = {
  hashtags: ['hashtag', 'hashtags'],
  mentions: ['mention', 'mentions'],
}
const MEASURED: Partial<Record<LimitName, string>> = {
  caption_length: 'caption',
  title_length: 'title',
  tags_length: 'tags',
}

function overLimit(network: SocialNetwork, { name, used, most, unit }: LimitUse): string {
  const place = NETWORK_NAMES[network]
  const over = used - most
  const [one, many] = COUNTED[name] ?? ['', '']
  if (unit === 'count') {
    return `${place} accepts ${number(most)} ${most === 1 ? one : many}; this caption has ${number(used)}. Remove ${number(over)}.`
  }
  const word = unit === 'bytes' ? 'byte' : 'character'
  const units = (count: number) => `${number(count)} ${word}${count === 1 ? '' : 's'}`
  const text = MEASURED[name] ?? 'text'
  return `${place} accepts ${units(most)} here; your ${text} has ${number(used)}. Shorten it by ${units(over)}.`
}

/** What a network would refuse in the text of a post. */
export function checkText(network: SocialNetwork, text: PostText, limits: readonly NetworkLimit[]): Finding[] {
  const findings: Finding[] = []
  const add = (code: string, severity: Finding['severity'], message: string) =>
    findings.push({ network, connection_id: null, code, severity, message })
  for (const use of limitUses(network, text, limits)) {
    if (use.used <= use.most) continue
    add(`${use.name}_over`, use.is_blocking ? 'error' : 'warning', overLimit(network, use))
  }
  if (network === 'youtube') {
    if ((text.title ?? '').trim() === '') add('title_missing', 'error', 'YouTube needs a title. Enter one.')
    if (/[<>]/.test(text.title ?? ''))
      add('title_refused', 'error', 'YouTube accepts no < or > in a title. Remove them.')
    if (/[<>]/.test(text.caption)) {
      add('caption_refused', 'error', 'YouTube accepts no < or > in a description. Remove them.')
    }
  }
  return findings
}

/** What is known about the file of a video; null while it was not measured. */
export type VideoFacts = {
  duration_seconds: number | null
  width: number | null
  height: number | null
  file_size: number | null
}

const duration = (seconds: number): string => {
  if (seconds < 120) return `${number(Math.round(seconds * 10) / 10)} seconds`
  if (seconds < 7200) return `${number(Math.round(seconds / 60))} minutes`
  return `${number(Math.round(seconds / 360) / 10)} hours`
}
const megabytes = (bytes: number): string => `${number(Math.ceil(bytes / 1_000_000))} MB`

/** What a network would refuse in the video of a post: its length, size and shape. */
export function checkVideo(network: SocialNetwork, video: VideoFacts, limits: readonly NetworkLimit[]): Finding[] {
  const findings: Finding[] = []
  const place = NETWORK_NAMES[network]
  const most = (name: LimitName) => findLimit(limits, network, name)
  const add = (code: string, limit: NetworkLimit, message: string) =>
    findings.push({ network, connection_id: null, code, severity: limit.is_blocking ? 'error' : 'warning', message })
  const { duration_seconds: seconds, width, height, file_size } = video

  const longest = most('video_seconds_max')
  // A tenth of a second is the tail of a last frame, which networks ignore.
  if (longest && seconds !== null && seconds > longest.value + 0.1) {
    add(
      'video_too_long',
      longest,
      `${place} accepts videos of at most ${duration(longest.value)}; this one has ${duration(seconds)}. Post a shorter version there, or leave ${place} out.`,
    )
  }
  const shortest = most('video_seconds_min')
  if (shortest && seconds !== null && seconds < shortest.value) {
    add(
      'video_too_short',
      shortest,
      `${place} accepts videos from ${duration(shortest.value)}; this one has ${duration(seconds)}. Post a longer version there, or leave ${place} out.`,
    )
  }
  const largest = most('video_bytes_max')
  if (largest && file_size !== null && file_size > largest.value) {
    add(
      'video_too_large',
      largest,
      `${place} accepts files of at most ${megabytes(largest.value)}; this one has ${megabytes(file_size)}. Convert the video first, or leave ${place} out.`,
    )
  }
  if (width !== null && height !== null && height > 0) {
    const narrowest = most('video_width_min')
    const lowest = most('video_height_min')
    if ((narrowest && width < narrowest.value) || (lowest && height < lowest.value)) {
      const limit = narrowest ?? lowest
      if (limit)
        add(
          'video_too_small',
          limit,
          `${place} accepts videos from ${narrowest?.value ?? '…'} × ${lowest?.value ?? '…'} pixels; this one has ${width} × ${height}. Upload a larger version.`,
        )
    }
    const ratio = (width / height) * 100
    const [least, greatest] = [most('video_ratio_min'), most('video_ratio_max')]
    const limit = least && ratio < least.value ? least : greatest && ratio > greatest.value ? greatest : null
    if (limit)
      add(
        'video_shape_refused',
        limit,
        `${place} does not accept this shape (${width} × ${height} pixels). Post an upright version, 9:16.`,
      )
  }
  if (network === 'facebook' && !isReel(video, limits)) {
    findings.push({
      network,
      connection_id: null,
      code: 'not_a_reel',
      severity: 'note',
      message:
        'Facebook shows this as a video, not as a reel. A reel is upright (9:16), at least 540 × 960 pixels and 3 to 90 seconds long.',
    })
  }
  if (network === 'instagram' && width !== null && height !== null && width > height) {
    findings.push({
      network,
      connection_id: null,
      code: 'not_upright',
      severity: 'warning',
      message: 'Instagram shows reels upright; this video is wide and gets bars above and below.',
    })
  }
  return findings
}

/** Whether a Facebook page takes the video as a reel; what was not measured counts as a reel. */
export function isReel(video: VideoFacts, limits: readonly NetworkLimit[]): boolean {
  const within = (value: number | null, minimum: LimitName, maximum: LimitName | null) => {
    if (value === null) return true
    const least = findLimit(limits, 'facebook', minimum)?.value ?? 0
    const greatest = maximum === null ? undefined : findLimit(limits, 'facebook', maximum)?.value
    return value >= least && (greatest === undefined || value <= greatest)
  }
  const { width, height, duration_seconds } = video
  const ratio = width !== null && height !== null && height > 0 ? Math.round((width / height) * 100) : null
  return (
    within(duration_seconds, 'reel_seconds_min', 'reel_seconds_max') &&
    within(width, 'reel_width_min', null) &&
    within(height, 'reel_height_min', null) &&
    within(ratio, 'reel_ratio_min', 'reel_ratio_max')
  )
}
