import type { SocialNetwork } from '#core/social/networks.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import { createTestApi, type TestApi } from './create-test-api.ts'

type AccountOptions = { name?: string; username?: string | null; is_active?: boolean; can_post?: boolean }
type VideoOptions = { seconds?: number; width?: number; height?: number; title?: string; path?: string | null }

/** A workspace's accounts and videos for tests of posts: rows without any network behind them. */
export type PostsWorld = {
  api: TestApi
  /** A new account on a network; answers its id. */
  account(person: TestPerson, network: SocialNetwork, options?: AccountOptions): Promise<string>
  /** A new product with a checked video. */
  video(person: TestPerson, options?: VideoOptions): Promise<{ video_id: string; product_id: string; asin: string }>
  close(): Promise<void>
}

export async function createPostsWorld(allowedOrigins: string[] = []): Promise<PostsWorld> {
  const api = await createTestApi({ allowedOrigins })
  let made = 0
  const idOf = async (sql: string, values: unknown[]): Promise<string> => {
    const [row] = await api.host.sql<{ id: string }>(sql, values)
    if (!row) throw new Error('The row was not made.')
    return row.id
  }
  const workspaceOf = '(select current_workspace_id from public.users where id = $1)'
  return {
    api,
    account(person, network, { name, username = null, is_active = true, can_post = true } = {}) {
      made += 1
      return idOf(
        `insert into public.social_connections (workspace_id, network, account_id, name, username, provider, sign_in,
           is_active, can_post) values (${workspaceOf}, $2, $3, $4, $5, $2, 'me', $6, $7) returning id`,
        [person.userId, network, `account-${made}`, name ?? `Account ${made}`, username, is_active, can_post],
      )
    },
    async video(person, { seconds = 30, width = 1080, height = 1920, title = 'Lamp', path = null } = {}) {
      made += 1
      const asin = `B${String(made).padStart(9, '0')}`
      const product_id = await idOf(
        `insert into public.sourced_products (workspace_id, asin, title) values (${workspaceOf}, $2, $3) returning id`,
        [person.userId, asin, title],
      )
      const video_id = await idOf(
        `insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, filename, file_size,
           mime_type, duration_seconds, width, height, check_state)
         values (${workspaceOf}, $2, $3, 'storage', $4, 'clip.mp4', 1000, 'video/mp4', $5, $6, $7, 'ready')
         returning id`,
        [person.userId, product_id, asin, path ?? `${asin}-${made}.mp4`, seconds, width, height],
      )
      return { video_id, product_id, asin }
    },
    close: () => api.close(),
  }
}
