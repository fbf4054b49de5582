import type { Db } from '../../db/user-client.ts'
import { signThumbnails } from '../../thumbnails/thumbnail-store.ts'
import { signDerivatives } from '../../videos/transcodes/derivative-store.ts'
import type { SocialWork } from './publishing.repo.ts'

/** A network fetches the file minutes later, sometimes hours. */
const LINK_SECONDS = 6 * 60 * 60

export type MediaFile = { path: string; sizeBytes: number; mimeType: string; isReel: boolean }
export type ChosenMedia =
  | { found: MediaFile }
  /** The conversion still runs, or there is none that could be sent. */
  | { missing: 'video_gone' | 'dub_gone' | 'video_preparing' | 'video_not_converted' | 'video_conversion_failed' }

/**
 * The file that a network gets: upright and short for Instagram and Facebook when there is a reel, otherwise the
 * converted file in full. Originals are never sent: a network refuses what no phone can play.
 */
export function chooseMedia({ network, video, variants, dub_language }: SocialWork): ChosenMedia {
  if (!video) return { missing: 'video_gone' }
  if (dub_language !== null) return chooseDub(video, variants)
  const order = network === 'youtube' ? ['standard', 'reel'] : ['reel', 'standard']
  for (const profile of order) {
    const ready = variants.find((variant) => variant.profile === profile && variant.state === 'ready')
    if (ready?.storage_path) {
      const file = { path: ready.storage_path, sizeBytes: ready.file_size ?? 0, mimeType: 'video/mp4' }
      return { found: { ...file, isReel: profile === 'reel' || isUprightAndShort(video) } }
    }
    // The better file is waited for while it is being made.
    if (variants.some((variant) => variant.profile === profile && variant.state !== 'failed')) {
      return { missing: 'video_preparing' }
    }
  }
  return { missing: variants.length > 0 ? 'video_conversion_failed' : 'video_not_converted' }
}

/** A dub is one file for every network. */
function chooseDub(video: NonNullable<SocialWork['video']>, variants: SocialWork['variants']): ChosenMedia {
  const dub = variants.find(({ profile, state }) => profile === 'dub' && state === 'ready')
  if (!dub?.storage_path) return { missing: 'dub_gone' }
  const file = { path: dub.storage_path, sizeBytes: dub.file_size ?? 0, mimeType: 'video/mp4' }
  return { found: { ...file, isReel: isUprightAndShort(video) } }
}

const isUprightAndShort = ({ width, height, duration_seconds }: NonNullable<SocialWork['video']>) =>
  width !== null && height !== null && duration_seconds !== null && height > width && duration_seconds <= 90

/** A link that the network may fetch; null when the store has no such file. */
export async function linkToMedia(serviceDb: Db, { path }: Pick<MediaFile, 'path'>): Promise<string | null> {
  return (await signDerivatives(serviceDb, [path], LINK_SECONDS)).get(path) ?? null
}

/** A link to the finished thumbnail; null without one. */
export async function linkToCover(
  serviceDb: Db,
  { cover_path }: Pick<SocialWork, 'cover_path'>,
): Promise<string | null> {
  if (cover_path === null) return null
  return (await signThumbnails(serviceDb, [cover_path])).get(cover_path) ?? null
}
