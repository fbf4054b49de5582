import { NETWORK_NAMES } from '#core/social/networks.ts'
import type { Finding } from '#core/social/posts/check-post.ts'
import type { Preflight, PreflightPost } from '#core/social/posts/schema.ts'
import type { DubLanguage, VariantName } from '#core/videos/schema.ts'
import type { UserContext } from '../../../context.ts'
import { AppError } from '../../../errors.ts'
import { downloadVideo } from '../../../videos/download-video.ts'
import { checkDraft, loadKnown } from './check-draft.ts'
import { checkFile } from './check-file.ts'

/** The networks that load the file from a link; YouTube receives its bytes from us. */
const LOADING = new Set(['instagram', 'facebook', 'tiktok'])
const VARIANTS: readonly VariantName[] = ['transcode:reel', 'transcode:standard']

/**
 * Everything that stands against a draft: its text, its video, its accounts, and whether a network can load the file.
 * Nothing is saved. Throws `video_not_found`, `social_account_not_found`, `not_allowed`.
 */
export async function preflightPost(ctx: UserContext, draft: PreflightPost): Promise<Preflight> {
  const known = await loadKnown(ctx.db, [draft.video_id])
  const findings = checkDraft(draft, known)
  const loading = draft.accounts.flatMap(({ connection_id }) => {
    const account = known.accounts.find(({ id }) => id === connection_id)
    return account && LOADING.has(account.network) ? [account.network] : []
  })
  const [network] = loading
  if (draft.video_id !== null && network) {
    const problem = await problemOfFile(ctx, draft.video_id, draft.dub_language)
    const names = [...new Set(loading)].map((one) => NETWORK_NAMES[one]).join(', ')
    if (problem) findings.push({ ...problem, message: `${names}: ${problem.message}` })
  }
  return { findings, can_post: findings.every(({ severity }) => severity !== 'error') }
}

type FileFinding = Finding | null

async function problemOfFile(ctx: UserContext, videoId: string, dub: DubLanguage | null): Promise<FileFinding> {
  const link = await linkOf(ctx, videoId, dub === null ? [...VARIANTS, undefined] : [`dub:${dub}`])
  if ('message' in link) return about('file_unreachable', 'error', link.message)
  const problem = await checkFile(link.url)
  return problem && about(problem.code, problem.severity, problem.message)
}

const about = (code: string, severity: Finding['severity'], message: string): Finding => ({
  network: null,
  connection_id: null,
  code,
  severity,
  message,
})

/** The file that networks load: the dub, or the converted one, or the original. */
async function linkOf(
  ctx: UserContext,
  videoId: string,
  files: readonly (VariantName | undefined)[],
): Promise<{ url: string } | { message: string }> {
  for (const variant of files) {
    try {
      return { url: (await downloadVideo(ctx, videoId, variant)).url }
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'video_not_found') throw error
      if (error.code === 'variant_not_found') continue
      return { message: error.message }
    }
  }
  return { message: 'The file of this video cannot be reached.' }
}
