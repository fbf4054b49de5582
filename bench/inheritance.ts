import { createTestHost } from '../services/local/testing/create-test-host.ts'
import { compare, type Entry } from './measure.ts'

const CHILDREN = 10_000

/** Setting `video_id` on a parent's task with 10,000 children, against one bare UPDATE of the same rows. */
export async function benchInheritance(): Promise<Entry[]> {
  const host = await createTestHost()
  const ann = await host.signUp()
  const [person] = await host.sql<{ id: string }>('select current_workspace_id as id from public.users where id = $1', [
    ann.userId,
  ])
  const workspaceId = String(person?.id)
  await host.exec(`
    insert into public.product_videos (workspace_id, asin, source, storage_path, filename, file_size, mime_type)
    values ('${workspaceId}', 'P', 'storage', 'bench', 'x.mp4', 1, 'video/mp4');
    insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace) values ('${workspaceId}', 'P', 'P', 'US');
    insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace)
    select '${workspaceId}', 'C' || i, 'P', 'US' from generate_series(1, ${CHILDREN}) as i;`)
  const [video] = await host.sql<{ id: string }>('select id from public.product_videos')
  const set = (asins: string) =>
    host.sql(
      `update public.influencer_tasks set video_id = $1 where workspace_id = $2 and search_asin = 'P' and status = 'pending' and ${asins}`,
      [video?.id, workspaceId],
    )

  const result = await compare(
    {
      name: `video_id of a parent with ${CHILDREN.toLocaleString('en')} child tasks`,
      rival: 'one bare UPDATE of the same rows',
      limit: 1.3,
      runs: 9,
      // Every run begins without a video and without the dead rows of the run before.
      reset: async () => {
        await host.exec('update public.influencer_tasks set video_id = null')
        await host.exec('vacuum analyze public.influencer_tasks')
      },
    },
    () => set(`asin = 'P'`),
    () => set(`asin <> 'P'`),
  )
  await host.close()
  return [result]
}
