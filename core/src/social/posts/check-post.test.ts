import { describe, expect, test } from 'vitest'
import { checkText, checkVideo, isReel, limitUses } from './check-post.ts'
import { DEFAULT_LIMITS } from './limits.ts'

const text = (caption: string, more: { title?: string; tags?: string[] } = {}) => ({
  caption,
  title: more.title ?? null,
  tags: more.tags ?? [],
})
const codes = (findings: { code: string; severity: string }[]) =>
  findings.map(({ code, severity }) => `${severity} ${code}`)
const FAMILY = '👩‍👩‍👧‍👦'

describe('text', () => {
  test('Instagram accepts 2,200 characters as UTF-16 counts them', () => {
    expect(checkText('instagram', text('a'.repeat(2200)), DEFAULT_LIMITS)).toEqual([])
    expect(checkText('instagram', text('a'.repeat(2201)), DEFAULT_LIMITS).map(({ message }) => message)).toEqual([
      'Instagram accepts 2,200 characters here; your caption has 2,201. Shorten it by 1 character.',
    ])
    expect(checkText('instagram', text(FAMILY.repeat(200)), DEFAULT_LIMITS)).toEqual([])
    expect(codes(checkText('instagram', text(`${FAMILY.repeat(200)}a`), DEFAULT_LIMITS))).toEqual([
      'error caption_length_over',
    ])
  })

  test('YouTube counts a description in bytes', () => {
    const title = 'Lamp'
    expect(checkText('youtube', text(FAMILY.repeat(200), { title }), DEFAULT_LIMITS)).toEqual([])
    const [finding] = checkText('youtube', text(`${FAMILY.repeat(200)}é`, { title }), DEFAULT_LIMITS)
    expect(finding?.message).toBe('YouTube accepts 5,000 bytes here; your caption has 5,002. Shorten it by 2 bytes.')
  })

  test('the sixth hashtag is refused, the fourth mention is warned about', () => {
    const five = '#a #b #c #d #e'
    expect(checkText('instagram', text(five), DEFAULT_LIMITS)).toEqual([])
    const six = checkText('instagram', text(`${five}#f`), DEFAULT_LIMITS)
    expect(six).toMatchObject([
      { severity: 'error', message: 'Instagram accepts 5 hashtags; this caption has 6. Remove 1.' },
    ])
    expect(codes(checkText('instagram', text('@a @b @c @d'), DEFAULT_LIMITS))).toEqual(['warning mentions_over'])
    expect(codes(checkText('facebook', text(`${five} #f #g`), DEFAULT_LIMITS))).toEqual([])
  })

  test('a YouTube title has 100 characters and no < or >', () => {
    const found = (title: string) => codes(checkText('youtube', text('x', { title }), DEFAULT_LIMITS))
    expect(found('a'.repeat(100))).toEqual([])
    expect(found('a'.repeat(101))).toEqual(['error title_length_over'])
    expect(found('a <b>')).toEqual(['error title_refused'])
    expect(found('  ')).toEqual(['error title_missing'])
    expect(codes(checkText('youtube', text('x'), DEFAULT_LIMITS))).toEqual(['error title_missing'])
    expect(codes(checkText('youtube', text('a > b', { title: 'a' }), DEFAULT_LIMITS))).toEqual([
      'error caption_refused',
    ])
    const tags = Array.from({ length: 51 }, (_, index) => `tag${String(index).padStart(6, '0')}`)
    expect(codes(checkText('youtube', text('x', { title: 'a', tags }), DEFAULT_LIMITS))).toEqual([
      'error tags_length_over',
    ])
  })

  test('a limit that was changed in the table is the limit', () => {
    const limits = DEFAULT_LIMITS.map((limit) => (limit.name === 'hashtags' ? { ...limit, value: 1 } : limit))
    expect(checkText('instagram', text('#a #b'), limits)).toMatchObject([
      { message: 'Instagram accepts 1 hashtag; this caption has 2. Remove 1.' },
    ])
    expect(checkText('instagram', text('#a '.repeat(60)), [])).toEqual([])
  })

  test('counters name what is used and the most', () => {
    expect(limitUses('instagram', text('#a é'), DEFAULT_LIMITS)).toMatchObject([
      { name: 'caption_length', used: 4, most: 2200 },
      { name: 'hashtags', used: 1, most: 5 },
      { name: 'mentions', used: 0, most: 3 },
    ])
  })
})

describe('video', () => {
  const upright = { duration_seconds: 30, width: 1080, height: 1920, file_size: 1_000_000 }
  const found = (network: Parameters<typeof checkVideo>[0], change: Partial<typeof upright> = {}) =>
    codes(checkVideo(network, { ...upright, ...change }, DEFAULT_LIMITS))

  test('an upright video of half a minute is accepted everywhere', () => {
    expect([found('instagram'), found('facebook'), found('youtube'), found('tiktok')]).toEqual([[], [], [], []])
  })

  test('Instagram refuses more than 90 and fewer than 3 seconds', () => {
    expect([found('instagram', { duration_seconds: 90.05 }), found('instagram', { duration_seconds: 3 })]).toEqual([
      [],
      [],
    ])
    expect(found('instagram', { duration_seconds: 91 })).toEqual(['error video_too_long'])
    expect(found('instagram', { duration_seconds: 2.9 })).toEqual(['error video_too_short'])
    expect(checkVideo('instagram', { ...upright, duration_seconds: 240 }, DEFAULT_LIMITS)[0]?.message).toBe(
      'Instagram accepts videos of at most 90 seconds; this one has 4 minutes. Post a shorter version there, or leave Instagram out.',
    )
  })

  test('Facebook shows what is no reel as a video', () => {
    expect(found('facebook', { duration_seconds: 91 })).toEqual(['note not_a_reel'])
    expect(found('facebook', { width: 1920, height: 1080 })).toEqual(['note not_a_reel'])
    expect(found('facebook', { width: 360, height: 640 })).toEqual(['note not_a_reel'])
    expect(isReel({ ...upright, width: 540, height: 960 }, DEFAULT_LIMITS)).toBe(true)
    expect(isReel({ ...upright, width: 540, height: 959 }, DEFAULT_LIMITS)).toBe(false)
  })

  test('size and shape', () => {
    expect(found('instagram', { file_size: 1_000_000_001 })).toEqual(['error video_too_large'])
    expect(found('instagram', { width: 1920, height: 1080 })).toEqual(['warning not_upright'])
    expect(found('instagram', { width: 8000, height: 400 })).toEqual([
      'error video_shape_refused',
      'warning not_upright',
    ])
    expect(found('tiktok', { width: 300, height: 600 })).toEqual(['error video_too_small'])
  })

  test('what was not measured is not refused', () => {
    const unknown = { duration_seconds: null, width: null, height: null, file_size: null }
    expect(checkVideo('instagram', unknown, DEFAULT_LIMITS)).toEqual([])
    expect(isReel(unknown, DEFAULT_LIMITS)).toBe(true)
  })
})
