import type { Finding } from '#core/social/posts/check-post.ts'
import { readEnv } from '../../../env.ts'
import { localOrigins } from '../../../guarded-fetch/fetch-bytes.ts'
import { guardedFetch } from '../../../guarded-fetch/guarded-fetch.ts'
import { AddressRefused } from '../../../guarded-fetch/judge-address.ts'

const TIMEOUT_MS = 10_000
/** What Meta's own fetcher is called; a host that blocks it makes posts fail later. */
const FETCHER = 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'

export type FileProblem = Pick<Finding, 'code' | 'severity' | 'message'>

/**
 * Whether a network can load the file at a link: it answers HEAD and ranges, is a video, and redirects nowhere. Null
 * when nothing stands against it. The link itself is never part of a message.
 */
export async function checkFile(url: string, origins: readonly string[] = ownOrigins()): Promise<FileProblem | null> {
  try {
    const head = await ask(url, 'HEAD', origins)
    const wrong = judgeAnswer(head)
    if (wrong) return wrong
    const part = await ask(url, 'GET', origins, { range: 'bytes=0-0' })
    return part.status === 206
      ? null
      : problem('file_without_ranges', 'warning', 'The file host sends whole files only, so a large video may fail.')
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (error instanceof AddressRefused || cause instanceof AddressRefused) {
      return problem('file_private', 'error', 'The file is at a private address that the network cannot reach.')
    }
    return problem('file_unreachable', 'error', 'The file host did not answer. Try again in a few minutes.')
  }
}

const problem = (code: string, severity: FileProblem['severity'], message: string): FileProblem => ({
  code,
  severity,
  message,
})

function judgeAnswer({ status, headers }: Response): FileProblem | null {
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (status >= 300 && status < 400) {
    return problem(
      'file_redirects',
      'error',
      'The file host redirects, probably to a sign-in page. Upload the video again.',
    )
  }
  if (status === 401 || status === 403) {
    return problem(
      'file_forbidden',
      'error',
      'The file host asks for a sign-in or blocks the network. Upload the video again.',
    )
  }
  if (status === 405 || status === 501) {
    return problem(
      'file_without_head',
      'error',
      'The file host does not answer the question that the network asks first.',
    )
  }
  if (status === 404 || status === 410) {
    return problem('file_gone', 'error', 'The file of this video is gone. Upload the video again.')
  }
  if (status !== 200) return problem('file_unreachable', 'error', `The file host answered ${status}. Try again later.`)
  if (type === 'text/html') {
    return problem('file_is_page', 'error', 'The link leads to a page, not to a video. Upload the video again.')
  }
  if (!type.startsWith('video/') && type !== 'application/octet-stream') {
    return problem('file_is_no_video', 'error', 'The file host does not call the file a video. Upload the video again.')
  }
  if (headers.get('content-length') === '0') {
    return problem('file_empty', 'error', 'The file is empty. Upload the video again.')
  }
  return null
}

async function ask(url: string, method: 'HEAD' | 'GET', origins: readonly string[], headers: object = {}) {
  const answer = await guardedFetch(
    new URL(url),
    { method, headers: { 'user-agent': FETCHER, ...headers }, signal: AbortSignal.timeout(TIMEOUT_MS) },
    origins,
  )
  // Only the beginning was asked for; a host that ignores ranges sends no more than it has sent already.
  await answer.body?.cancel()
  return answer
}

/** In local mode the file store is on this machine; a deployed function allows no private address. */
function ownOrigins(): readonly string[] {
  const { OPSYNCPRO_ENVIRONMENT, SUPABASE_URL } = readEnv()
  return OPSYNCPRO_ENVIRONMENT === 'local' ? [...localOrigins(), new URL(SUPABASE_URL).origin] : []
}
