import { z } from 'zod'
import { defineContract } from '../../http/contract.ts'
import { FileAnswer } from '../../http/file.ts'
import { listOf, wholeListOf } from '../../http/list.ts'
import { SocialNetwork } from '../networks.ts'
import {
  Calendar,
  CalendarQuery,
  CreatePost,
  ExportPosts,
  ImportedPosts,
  ImportPosts,
  PostCounts,
  PostFilters,
  PostSchedule,
  Preflight,
  PreflightPost,
  SocialPost,
  UpdatePost,
} from './schema.ts'
import { NextSlot, NextSlotQuery } from './settings.ts'

const params = z.strictObject({ id: z.uuid() })
const Deleted = z.object({ id: z.uuid() })

/** An account that a post may name. */
export const PostableAccount = z.object({
  id: z.uuid(),
  network: SocialNetwork,
  name: z.string(),
  username: z.string().nullable(),
  avatar_url: z.string().nullable(),
  is_active: z.boolean(),
  can_post: z.boolean(),
  missing_permissions: z.array(z.string()),
})
export type PostableAccount = z.infer<typeof PostableAccount>

/** What a post names may be missing. */
const NAMED = ['video_not_found', 'product_not_found', 'social_account_not_found', 'social_account_inactive'] as const

export const socialPostsContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/social-posts',
    summary: 'The posts of the workspace, newest first',
    audience: 'user',
    query: PostFilters,
    response: listOf(SocialPost),
    problems: ['not_allowed'],
  }),
  create: defineContract({
    method: 'POST',
    path: '/api/social-posts',
    summary: 'A new post: a draft, or scheduled, or posted now',
    audience: 'user',
    body: CreatePost,
    response: SocialPost,
    status: 201,
    problems: ['not_allowed', 'post_not_ready', ...NAMED],
    idempotent: true,
  }),
  calendar: defineContract({
    method: 'GET',
    path: '/api/social-posts/calendar',
    summary: 'What is scheduled and posted in a stretch of time, and how many YouTube uploads the workspace has',
    audience: 'user',
    query: CalendarQuery,
    response: Calendar,
    problems: ['not_allowed'],
  }),
  counts: defineContract({
    method: 'GET',
    path: '/api/social-posts/counts',
    summary: 'How many posts there are in each state',
    audience: 'user',
    response: PostCounts,
    problems: ['not_allowed'],
  }),
  accounts: defineContract({
    method: 'GET',
    path: '/api/social-posts/accounts',
    summary: 'The accounts that a post may name',
    audience: 'user',
    response: wholeListOf(PostableAccount),
    problems: ['not_allowed'],
  }),
  nextSlot: defineContract({
    method: 'GET',
    path: '/api/social-posts/next-slot',
    summary: 'The next weekly slot at which none of these accounts has a post',
    audience: 'user',
    query: NextSlotQuery,
    response: NextSlot,
    problems: ['not_allowed'],
  }),
  preflight: defineContract({
    method: 'POST',
    path: '/api/social-posts/preflight',
    summary: 'What stands against a draft on each network, and whether the network can fetch its file',
    audience: 'user',
    body: PreflightPost,
    response: Preflight,
    problems: ['not_allowed', 'video_not_found', 'social_account_not_found'],
  }),
  import: defineContract({
    method: 'POST',
    path: '/api/social-posts/import',
    summary: 'Posts from the rows of a file; a row that is refused leaves the others alone',
    audience: 'user',
    body: ImportPosts,
    response: ImportedPosts,
    problems: ['not_allowed'],
    idempotent: true,
    isQuestion: (body) => Reflect.get(Object(body), 'is_trial') === true,
  }),
  export: defineContract({
    method: 'GET',
    path: '/api/social-posts/export',
    summary: 'The scheduled and posted posts of some days as CSV',
    audience: 'user',
    query: ExportPosts,
    response: FileAnswer,
    file: ['text/csv'],
    problems: ['not_allowed'],
  }),
  get: defineContract({
    method: 'GET',
    path: '/api/social-posts/:id',
    summary: 'A post with what became of it on each account',
    audience: 'user',
    params,
    response: SocialPost,
    problems: ['not_allowed', 'post_not_found'],
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/social-posts/:id',
    summary: 'Change a draft or a scheduled post',
    audience: 'user',
    params,
    body: UpdatePost,
    response: SocialPost,
    problems: ['not_allowed', 'post_not_found', 'post_not_editable', 'post_not_ready', ...NAMED],
    versioned: true,
  }),
  remove: defineContract({
    method: 'DELETE',
    path: '/api/social-posts/:id',
    summary: 'Delete a post of which nothing is public',
    audience: 'user',
    params,
    response: Deleted,
    problems: ['not_allowed', 'post_not_found', 'post_not_editable', 'post_is_public'],
    versioned: true,
  }),
  schedule: defineContract({
    method: 'POST',
    path: '/api/social-posts/:id/schedule',
    summary: 'Schedule a post, move it to another time, or post it now',
    audience: 'user',
    params,
    body: PostSchedule,
    response: SocialPost,
    problems: ['not_allowed', 'post_not_found', 'post_not_editable', 'post_not_ready', 'social_account_inactive'],
    versioned: true,
  }),
  unschedule: defineContract({
    method: 'POST',
    path: '/api/social-posts/:id/unschedule',
    summary: 'Make a scheduled post a draft again',
    audience: 'user',
    params,
    response: SocialPost,
    problems: ['not_allowed', 'post_not_found', 'post_not_editable'],
    versioned: true,
  }),
  cancel: defineContract({
    method: 'POST',
    path: '/api/social-posts/:id/cancel',
    summary: 'Cancel a post before anything of it was sent',
    audience: 'user',
    params,
    response: SocialPost,
    problems: ['not_allowed', 'post_not_found', 'post_not_editable'],
    versioned: true,
  }),
}
