import { z } from 'zod'
import { SocialNetwork } from '#core/social/networks.ts'
import type { PostableAccount } from '#core/social/posts/contract.ts'
import { type CreatePost, Privacy, type SocialPost } from '#core/social/posts/schema.ts'
import { DubLanguage } from '#core/videos/schema.ts'

/** The text of one network; a null caption is the one for every network. */
export const Version = z.object({
  caption: z.string().nullable(),
  title: z.string(),
  privacy: Privacy,
  tags: z.array(z.string()),
})
export type Version = z.infer<typeof Version>

/** A post as it is written in the composer. It is kept on this device until it is saved. */
export const Draft = z.object({
  video_id: z.uuid().nullable(),
  caption: z.string(),
  link: z.string(),
  covers: z.boolean(),
  dub_language: DubLanguage.nullable().default(null),
  is_ai_generated: z.boolean(),
  account_ids: z.array(z.uuid()),
  versions: z.partialRecord(SocialNetwork, Version),
  /** Empty: no time is chosen. */
  wall: z.string(),
  time_zone: z.string(),
})
export type Draft = z.infer<typeof Draft>

export const EMPTY_VERSION: Version = { caption: null, title: '', privacy: 'public', tags: [] }

export function emptyDraft(timeZone: string): Draft {
  return {
    video_id: null,
    caption: '',
    link: '',
    covers: true,
    dub_language: null,
    is_ai_generated: false,
    account_ids: [],
    versions: {},
    wall: '',
    time_zone: timeZone,
  }
}

/** A saved post in the composer. Accounts of one network share one version: the first one's. */
export function draftOf(post: SocialPost, timeZone: string): Draft {
  const versions: Draft['versions'] = {}
  for (const { network, caption, title, privacy, tags } of post.jobs) {
    versions[network] ??= { caption, title: title ?? '', privacy: privacy ?? 'public', tags }
  }
  return {
    video_id: post.video_id,
    caption: post.caption,
    link: post.link ?? '',
    covers: post.covers,
    dub_language: post.dub_language,
    is_ai_generated: post.is_ai_generated,
    account_ids: post.jobs.map(({ connection_id }) => connection_id),
    versions,
    wall: post.scheduled_wall ?? '',
    time_zone: post.time_zone ?? timeZone,
  }
}

/** The text of a network as it is posted. */
export function textOf(draft: Draft, network: SocialNetwork) {
  const version = draft.versions[network] ?? EMPTY_VERSION
  return {
    caption: version.caption ?? draft.caption,
    title: network === 'youtube' ? version.title : null,
    tags: network === 'youtube' ? version.tags : [],
  }
}

/** The request that saves a draft. */
export function bodyOf(draft: Draft, accounts: readonly PostableAccount[]) {
  const chosen = draft.account_ids.flatMap((id) => accounts.find((account) => account.id === id) ?? [])
  return {
    video_id: draft.video_id,
    caption: draft.caption,
    link: draft.link.trim() === '' ? null : draft.link.trim(),
    covers: draft.covers,
    dub_language: draft.dub_language,
    is_ai_generated: draft.is_ai_generated,
    accounts: chosen.map(({ id, network }) => {
      const version = draft.versions[network] ?? EMPTY_VERSION
      return {
        connection_id: id,
        caption: version.caption,
        title: network === 'youtube' && version.title.trim() !== '' ? version.title.trim() : null,
        privacy: network === 'youtube' ? version.privacy : null,
        tags: network === 'youtube' ? version.tags : [],
      }
    }),
  } satisfies CreatePost
}

/** The networks of the chosen accounts, each once, in their usual order. */
export const networksOf = (draft: Draft, accounts: readonly PostableAccount[]): SocialNetwork[] =>
  SocialNetwork.options.filter((network) =>
    accounts.some((account) => account.network === network && draft.account_ids.includes(account.id)),
  )
