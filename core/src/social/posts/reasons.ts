import { NETWORK_NAMES, type SocialNetwork } from '../networks.ts'

/** Why a post waits, by our own codes. */
const WAITING: Readonly<Record<string, (name: string) => string>> = {
  account: (name) =>
    `The ${name} account needs you. Reconnect it under Connections; the post then goes out automatically.`,
  answer_lost: (name) => `${name} did not confirm the post. We look it up, and never post it twice.`,
  live_not_found: (name) =>
    `The post is live on ${name}, but several posts could be it. Open it and choose which one it is.`,
  upload_gone: (name) => `${name} did not confirm the upload. Look in your channel, then choose the video here.`,
  video_preparing: () => 'The video is still being converted. The post goes out when it is ready.',
  own_fault: () => 'Something went wrong on our side. We retry automatically. You can also cancel the post.',
  network_busy: (name) => `${name} is busy. We retry automatically.`,
  network_hold: (name) => `${name} takes no more posts from this account for now. We retry automatically.`,
  youtube_quota: () =>
    'YouTube takes 100 uploads a day from all users of this product together. This one goes out after midnight in California.',
}

/** Why a post failed, by our own codes. */
const FAILED: Readonly<Record<string, (name: string) => string>> = {
  video_gone: () => 'The video was deleted. Choose another video, then try again.',
  dub_gone: () => 'The dubbed version was deleted. Dub the video again, or copy the post with the original.',
  video_not_converted: () => 'The video has no converted file. Convert it on the Videos page, then try again.',
  video_conversion_failed: () => 'The video could not be converted. Open it on the Videos page to see why.',
  network_silent: (name) => `${name} did not answer for a day. Nothing was posted. Try again.`,
  processing_failed: (name) => `${name} could not process the video. Try another file, or post it in the app.`,
  video_too_long: (name) => `The video is longer than ${name} lets this account post.`,
  cover_failed: () => 'The cover could not be sent. The video is posted.',
  not_posted: () => 'You said that it is not there. Try again posts it anew.',
}

/** What Meta's subcodes mean for a person. Source: contracts of Meta, and its error page of 2 June 2026. */
const SUBCODES: Readonly<Record<string, (name: string) => string>> = {
  '2207001': (name) => `${name} had a fault of its own, several times. Try again later.`,
  '2207003': (name) => `${name} could not fetch the video in time. Try again, or use a smaller file.`,
  '2207004': () => 'The cover image is larger than 8 MB. Use a smaller one.',
  '2207006': (name) => `${name} no longer has the post: it was deleted there.`,
  '2207009': () => 'The shape of the video is not allowed. Use an upright video, 9:16.',
  '2207010': () => 'The text is too long, or has too many hashtags or mentions. Shorten it.',
  '2207020': (name) => `${name} waited too long for the video. Try again.`,
  '2207026': (name) => `${name} does not take this kind of video. Convert it on the Videos page.`,
  '2207032': (name) => `${name} could not take the video, several times. Try again later.`,
  '2207040': (name) => `${name} takes no more hashtags than that. Use fewer of them.`,
  '2207042': (name) => `${name} takes no more posts from this account today.`,
  '2207050': (name) => `${name} has restricted this account. Open the app and follow what it says.`,
  '2207051': (name) => `${name} blocked the post as suspicious. Open the app, then look whether it is there.`,
  '2207052': (name) => `${name} could not fetch the video from us. Check the post, then try again.`,
  '2207053': (name) => `${name} could not take the video. Try again, or use another file.`,
  '2207057': () => 'The cover is not within the video. Choose another cover.',
  '2207077': (name) => `${name} could not process the video. Use another file.`,
  '2207081': () => 'This account may not post trial reels.',
  '2207082': (name) => `${name} could not process the video. Use another file.`,
  '2207085': (name) => `${name} could not process the video. Use another file.`,
  '2207089': () => 'This kind of video must be posted as a reel. Use an upright video of 3 to 90 seconds.',
}

/** What Meta's codes mean where no subcode says more. */
const CODES: Readonly<Record<string, (name: string) => string>> = {
  '10': (name) => `The permission to post on ${name} is missing. Reconnect the account and allow it.`,
  '200': (name) => `The permission to post on ${name} is missing. Reconnect the account and allow it.`,
  '100': (name) => `${name} refused the post: something in it is not allowed. Check the text and the video.`,
  '368': (name) => `${name} blocked the post because of its rules. Open the app to see why.`,
  '1390008': (name) => `${name} says that posts come too fast. Wait an hour, then try again.`,
  '1404078': () =>
    'Facebook wants to know who publishes for this page. Open the page on Facebook, confirm it there, then try again.',
  '36000': () => 'The cover image is not allowed. Use a JPEG of at most 8 MB.',
}

const YOUTUBE: Readonly<Record<string, string>> = {
  youtubeSignupRequired: 'This Google account has no YouTube channel. Make one on YouTube, then try again.',
  invalidTitle: 'YouTube refused the title. Use at most 100 characters without < and >.',
  invalidDescription: 'YouTube refused the text. Use at most 5,000 bytes without < and >.',
  invalidTags: 'YouTube refused the tags. Use fewer of them.',
  forbidden: 'YouTube does not allow this upload. Reconnect the account and allow uploads.',
}

/**
 * A code of ours, of Meta (`graph.<code>.<subcode>`, either may be negative) or of YouTube as a sentence that a person
 * can act on. Unknown codes name themselves.
 */
export function reasonOf(code: string, network: SocialNetwork): string {
  const name = NETWORK_NAMES[network]
  const own = WAITING[code] ?? FAILED[code]
  if (own) return own(name)
  if (code.startsWith('cover.')) return 'The video is posted. YouTube did not take the cover: set it in YouTube Studio.'
  if (network === 'youtube' && YOUTUBE[code]) return YOUTUBE[code]
  const [, graphCode, subcode] = /^graph\.(-?\d{1,9})(?:\.(\d{1,9}))?$/.exec(code) ?? []
  const known =
    SUBCODES[subcode ?? ''] ??
    CODES[subcode ?? ''] ??
    SUBCODES[graphCode ?? ''] ??
    CODES[graphCode ?? ''] ??
    permission(graphCode)
  if (known) return known(name)
  return `${name} refused the post (${code}). Try again; if it stays, post it in the app.`
}

const permission = (code: string | undefined) => (Number(code) >= 200 && Number(code) <= 299 ? CODES['200'] : undefined)
