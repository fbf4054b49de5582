import { expect, test } from 'vitest'
import { chooseMedia } from './post-media.ts'
import type { SocialWork } from './publishing.repo.ts'

const id = '00000000-0000-4000-8000-000000000001'
const video = {
  id,
  source: 'storage' as const,
  storage_path: 'w/B0.mp4',
  mime_type: 'video/mp4',
  file_size: 10,
  duration_seconds: 30,
  width: 1080,
  height: 1920,
  asin: 'B012345678',
}
const variant = (profile: 'reel' | 'standard' | 'dub', state: 'pending' | 'ready' | 'failed') => ({
  profile,
  state,
  storage_path: state === 'ready' ? `w/${profile}.mp4` : null,
  file_size: state === 'ready' ? 5 : null,
  error: null,
})
const choose = (network: SocialWork['network'], variants: SocialWork['variants'], of: SocialWork['video'] = video) =>
  chooseMedia({ network, variants, video: of, dub_language: null } as SocialWork) // safe: these are all that it reads

test('a reel goes to Instagram and Facebook, the whole video to YouTube', () => {
  const both = [variant('standard', 'ready'), variant('reel', 'ready')]
  expect(choose('instagram', both)).toMatchObject({ found: { path: 'w/reel.mp4', isReel: true } })
  expect(choose('facebook', both)).toMatchObject({ found: { path: 'w/reel.mp4' } })
  expect(choose('youtube', both)).toMatchObject({ found: { path: 'w/standard.mp4' } })
})

test('a reel that is being made is waited for; one that failed is not', () => {
  expect(choose('instagram', [variant('standard', 'ready'), variant('reel', 'pending')])).toEqual({
    missing: 'video_preparing',
  })
  expect(choose('instagram', [variant('standard', 'ready'), variant('reel', 'failed')])).toMatchObject({
    found: { path: 'w/standard.mp4', isReel: true },
  })
})

test('a long or lying video of a page is no reel', () => {
  const ready = [variant('standard', 'ready')]
  expect(choose('facebook', ready, { ...video, duration_seconds: 200 })).toMatchObject({ found: { isReel: false } })
  expect(choose('facebook', ready, { ...video, width: 1920, height: 1080 })).toMatchObject({ found: { isReel: false } })
})

test('says what is missing', () => {
  expect(choose('instagram', [], null)).toEqual({ missing: 'video_gone' })
  expect(choose('instagram', [])).toEqual({ missing: 'video_not_converted' })
  expect(choose('instagram', [variant('standard', 'failed')])).toEqual({ missing: 'video_conversion_failed' })
})

test('a dub is posted instead of the video, and nothing else when it is gone', () => {
  const dubbed = (variants: SocialWork['variants']) =>
    chooseMedia({ network: 'youtube', variants, video, dub_language: 'de' } as SocialWork) // safe: as above
  const files = [variant('standard', 'ready'), variant('reel', 'ready')]
  expect(dubbed([...files, variant('dub', 'ready')])).toMatchObject({ found: { path: 'w/dub.mp4' } })
  expect(dubbed([...files, variant('dub', 'failed')])).toEqual({ missing: 'dub_gone' })
  expect(dubbed(files)).toEqual({ missing: 'dub_gone' })
})
